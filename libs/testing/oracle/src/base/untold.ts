import type { Table } from './table';
import type { Row } from './types';

/**
 * "What a source generation cannot tell is NULL, never 0": also where nothing was there to add up, since
 * the amount of nothing is only known where amounts are.
 */
export function withoutUntold({ madeOf = {} }: Table, rows: Row[], untold: ReadonlySet<string>): Row[] {
  const hidden = Object.entries(madeOf).filter(([, sources]) =>
    sources.split(' ').some((source) => untold.has(source)),
  );
  if (hidden.length === 0) return rows;
  const blank = Object.fromEntries(hidden.map(([column]) => [column, null]));
  return rows.map((row) => ({ ...row, ...blank }));
}
