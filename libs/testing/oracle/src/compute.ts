import type { OracleInput, Row } from './base/types';
import { withoutUntold } from './base/untold';
import { World } from './base/world';
import { tables } from './tables';

export const TABLE_NAMES: readonly string[] = Object.keys(tables);

/** What identifies a row of each table: for comparing. */
export const GRAINS: Readonly<Record<string, string[]>> = Object.fromEntries(
  Object.entries(tables).map(([name, { grain }]) => [name, grain]),
);

/** Every table, or those named, computed from the source rows. */
export function computeAll(
  input: OracleInput,
  names: readonly string[] = TABLE_NAMES,
): Record<string, Row[]> {
  const world = new World(input);
  const untold = input.untold ?? new Set();
  return Object.fromEntries(
    names.map((name) => [name, withoutUntold(tables[name]!, tables[name]!.compute(world), untold)]),
  );
}
