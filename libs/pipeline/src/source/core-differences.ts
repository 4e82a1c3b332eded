import type { Session } from '@acme/db';
import type { Entity } from '@acme/models';
import { coreColumns } from '../sql/core-table';
import { engineSql } from '../sql/engine-sql';
import { acceptedTypes } from './accepted-types';

/** How the table of an entity in core differs from its model, one a line. */
export async function coreDifferences(warehouse: Session, entity: Entity): Promise<string[]> {
  const table = `core.${entity.name}`;
  const rows = await warehouse.rows<{ name: string; type: string }>(engineSql('source', 'columns_of_table'), [
    table,
  ]);
  const found = new Map(rows.map((row) => [row.name, row.type]));
  return coreColumns(entity)
    .map(({ name, type }) => ({ name, type, is: found.get(name) ?? 'missing' }))
    .filter(({ type, is }) => !acceptedTypes[type].includes(is))
    .map(({ name, type, is }) => `${table}.${name}: ${is} instead of ${type}`);
}
