/** Rows of one of two pictures of the same tables that the other lacks; empty where all are equal. */
export function differences(
  one: Readonly<Record<string, readonly string[]>>,
  other: Readonly<Record<string, readonly string[]>>,
  names: readonly [string, string] = ['one', 'other'],
): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const table of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const lines = [
      ...missing(one[table], other[table]).map((row) => `only in ${names[0]}: ${row}`),
      ...missing(other[table], one[table]).map((row) => `only in ${names[1]}: ${row}`),
    ];
    if ((one[table] === undefined) !== (other[table] === undefined)) lines.unshift('a table of one only');
    if (lines.length > 0) found[table] = [`${lines.length} differences`, ...lines.slice(0, shown)];
  }
  return found;
}

/** Of a table with many differences some tell enough. */
const shown = 6;

/** The rows of `some` that `all` lacks; a row that stands there twice has to be there twice. */
function missing(some: readonly string[] = [], all: readonly string[] = []): string[] {
  const counts = new Map<string, number>();
  for (const row of all) counts.set(row, (counts.get(row) ?? 0) + 1);
  return some.filter((row) => {
    const left = counts.get(row) ?? 0;
    if (left > 0) counts.set(row, left - 1);
    return left === 0;
  });
}
