import type { Table, Tables } from './base/table';
import type { OracleInput, Row } from './base/types';
import { withoutUntold } from './base/untold';
import { World } from './base/world';
import { notificationTables } from './notifications/tables';
import { orderTables } from './orders/tables';
import { paymentTables } from './payments/tables';
import { segmentTables } from './segments/tables';
import { userTables } from './users/tables';

const tables = {
  ...userTables,
  ...segmentTables,
  ...orderTables,
  ...paymentTables,
  ...notificationTables,
} satisfies Tables;

export type TableName = keyof typeof tables;

/** What identifies a row of each table: for comparing. */
export const GRAINS = Object.fromEntries(
  Object.entries<Table>(tables).map(([name, { grain }]) => [name, grain]),
) as Record<TableName, string[]>;

export const TABLE_NAMES = Object.keys(tables) as TableName[];

/** Every table, or those named, computed from the source rows. */
export function computeAll(
  input: OracleInput,
  names: readonly TableName[] = TABLE_NAMES,
): Record<TableName, Row[]> {
  const world = new World(input);
  const untold = input.untold ?? new Set();
  const rows = (name: TableName) => withoutUntold(name, tables[name].compute(world), untold);
  return Object.fromEntries(names.map((name) => [name, rows(name)])) as Record<TableName, Row[]>;
}
