const FROM = Date.UTC(1970, 0) * 1000;
const TO = Date.UTC(2200, 0) * 1000;

/** "An instant outside 1970 to 2199 breaks the contract"; the columns ending in `_at` are instants. */
export function instantsArePossible(row: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(row).every(([column, value]) => {
    if (!column.endsWith('_at') || value === null || value === undefined) return true;
    const micros = Number(value);
    return micros >= FROM && micros < TO;
  });
}
