import type { Texts } from './comparable-rows';

/** How computed rows differ from expected ones. */
export interface Difference {
  readonly missing: readonly Texts[];
  readonly unexpected: readonly Texts[];
  /** Of the same grain, with other values. */
  readonly changed: readonly { readonly expected: Texts; readonly computed: Texts }[];
}

/** Compares rows as bags; those that share the values of `grain` (where it is not empty) are held against each other. */
export function difference(
  expected: readonly Texts[],
  computed: readonly Texts[],
  grain: readonly string[],
): Difference {
  const left = [...computed];
  const take = (same: (row: Texts) => boolean) => {
    const nth = left.findIndex(same);
    return nth < 0 ? undefined : left.splice(nth, 1)[0];
  };
  const unmet = expected.filter((row) => !take((other) => equal(row, other, Object.keys(row))));
  const missing: Texts[] = [];
  const changed: { expected: Texts; computed: Texts }[] = [];
  for (const row of unmet) {
    const found = grain.length > 0 ? take((other) => equal(row, other, grain)) : undefined;
    if (found) changed.push({ expected: row, computed: found });
    else missing.push(row);
  }
  return { missing, unexpected: left, changed };
}

const equal = (left: Texts, right: Texts, names: readonly string[]) =>
  names.every((name) => left[name] === right[name]);

/** The difference as a table: `-` is missing, `+` unexpected, `~` another than expected, cell by cell; empty for none. */
export function renderDifference(
  { missing, unexpected, changed }: Difference,
  columns: readonly string[],
): string {
  const show = (value: string | null | undefined) => value ?? 'null';
  const cells = (sign: string, row: Texts) => [sign, ...columns.map((name) => show(row[name]))];
  const lines = [
    ...missing.map((row) => cells('-', row)),
    ...unexpected.map((row) => cells('+', row)),
    ...changed.map(({ expected, computed }) => [
      '~',
      ...columns.map((name) =>
        expected[name] === computed[name]
          ? show(expected[name])
          : `${show(expected[name])} → ${show(computed[name])}`,
      ),
    ]),
  ];
  if (lines.length === 0) return '';
  const table = [['', ...columns], ...lines];
  const widths = table[0]!.map((_, nth) => Math.max(...table.map((line) => line[nth]!.length)));
  return [
    `${missing.length} missing (-), ${unexpected.length} unexpected (+), ${changed.length} changed (~, expected → computed)`,
    ...table.map((line) =>
      line
        .map((cell, nth) => cell.padEnd(widths[nth]!))
        .join('  ')
        .trimEnd(),
    ),
  ].join('\n');
}
