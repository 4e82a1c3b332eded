const FROM = Date.UTC(1970, 0) * 1000;
const TO = Date.UTC(2200, 0) * 1000;

/** "An instant outside 1970 to 2199 breaks the contract", as does an infinite one. */
export function breachOfInstant(value: unknown): string | null {
  const micros = Number(value);
  // PostgreSQL's `infinity` is no number here.
  if (!Number.isFinite(micros)) return 'not a finite instant';
  return micros >= FROM && micros < TO ? null : 'outside 1970 to 2199';
}

/** The columns ending in `_at` are instants. */
export function instantsArePossible(row: Readonly<Record<string, unknown>>): boolean {
  for (const column in row) {
    const value = row[column];
    if (!column.endsWith('_at') || value === null || value === undefined) continue;
    if (breachOfInstant(value) !== null) return false;
  }
  return true;
}
