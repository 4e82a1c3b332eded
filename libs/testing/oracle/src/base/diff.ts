import type { Cell, Row } from './types';

type ActualRow = Record<string, unknown>;

/**
 * Readable differences, none when the tables agree. Rows are matched by the grain and compared in the
 * columns of the expected row, so `run_id`, `computed_at` and columns the oracle leaves out pass.
 * Numbers may come from `pg` as text, bigint or number.
 */
export function diffTables(
  expected: Row[],
  actual: ActualRow[],
  grain: string[],
  tolerance = 1e-9,
): string[] {
  const differences: string[] = [];
  const expectedRows = byGrain(expected, grain, 'expected', differences);
  const actualRows = byGrain(actual, grain, 'actual', differences);
  for (const [key, row] of expectedRows) {
    const found = actualRows.get(key);
    if (found === undefined) differences.push(`missing ${key}: ${show(row)}`);
    else differences.push(...diffRows(key, row, found, tolerance));
  }
  for (const [key, row] of actualRows) {
    if (!expectedRows.has(key)) differences.push(`unexpected ${key}: ${show(row)}`);
  }
  return differences;
}

function byGrain<T extends ActualRow>(
  rows: T[],
  grain: string[],
  side: string,
  differences: string[],
): Map<string, T> {
  const byKey = new Map<string, T>();
  for (const row of rows) {
    const key = grain.map((column) => `${column}=${String(row[column])}`).join(' ');
    if (byKey.has(key)) differences.push(`twice in ${side} ${key}`);
    byKey.set(key, row);
  }
  return byKey;
}

function diffRows(key: string, expected: Row, actual: ActualRow, tolerance: number): string[] {
  const differences: string[] = [];
  for (const [column, value] of Object.entries(expected)) {
    if (!(column in actual)) differences.push(`${key}: no column ${column}`);
    else if (!same(value, actual[column], tolerance)) {
      differences.push(`${key}: ${column} expected ${show(value)}, actual ${show(actual[column])}`);
    }
  }
  return differences;
}

function same(expected: Cell, actual: unknown, tolerance: number): boolean {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return false;
    return expected.every((value, index) => value === actual[index]);
  }
  if (typeof expected !== 'number') return expected === actual;
  const number = asNumber(actual);
  return Math.abs(expected - number) <= tolerance * Math.max(Math.abs(expected), Math.abs(number));
}

/** NaN, which equals nothing, for what is no number. */
function asNumber(value: unknown): number {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
}

const show = (value: unknown): string =>
  JSON.stringify(value, (_key, cell: unknown) => (typeof cell === 'bigint' ? String(cell) : cell));
