import { visible } from '@acme/errors';

/**
 * Rows of cells as aligned text, a line each, whatever a cell holds. Numbers read best to the right; the first column is
 * always to the left.
 */
export function renderTable(
  titles: readonly string[],
  cells: readonly (readonly string[])[],
  align: 'left' | 'right' = 'right',
): string {
  const header = titles.map(visible);
  const rows = cells.map((row) => row.map(visible));
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const pad = (cell: string, i: number) =>
    i === 0 || align === 'left' ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!);
  const line = (row: readonly string[]) => `  ${row.map(pad).join('  ')}`.trimEnd();
  return [line(header), ...rows.map(line)].join('\n');
}
