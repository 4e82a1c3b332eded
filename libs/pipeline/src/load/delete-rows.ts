import { quoteIdentifier, type Session } from '@acme/db';
import type { Entity } from '@acme/models';
import type { RunBase } from '../context/run-base';
import { keyColumns } from '../sql/core-table';
import { createScratchAs, createScratchWith, type Scratch } from '../sql/scratch';
import { collectChanges, type Changes } from '../staleness/all-changes';
import { columnsRead } from '../staleness/columns-read';
import { markStale } from '../staleness/mark-stale';

export type IdsToDelete = Scratch<'ids_to_delete'>;

/** Those that a query gives, once or more often. */
export const idsToDeleteAs = (warehouse: Session, query: string): Promise<IdsToDelete> =>
  createScratchAs(warehouse, 'ids_to_delete', `select distinct id from (${query}) as given`);

export const idsToDelete = (warehouse: Session, ids: readonly string[]): Promise<IdsToDelete> =>
  createScratchWith(warehouse, 'ids_to_delete', 'select distinct unnest($1::bigint[])', [ids]);

/**
 * Deletes rows from core, those whose id is given, or whose parent's id in `column`, and marks the slices they reach.
 * Returns the rows that were there.
 */
export async function deleteRows(
  context: RunBase,
  entity: Entity,
  ids: IdsToDelete,
  column = 'id',
): Promise<Changes> {
  const { warehouse, definitions } = context;
  const core = `core.${entity.name}`;
  const changes = await collectChanges(warehouse, {
    isNew: 'false',
    isGone: 'true',
    columns: [...new Set([...columnsRead(definitions, core), ...keyColumns(entity)])],
    old: 'present',
    new: null,
    like: 'present',
    more: ['present.id'],
    from: `${ids.name} as given join ${core} as present on present.${quoteIdentifier(column)} = given.id`,
  });
  if (changes.rows === 0) return changes;
  await warehouse.query(
    `delete from ${core} as present using ${changes.name} as change where present.id = change.id`,
  );
  await markStale(context, core, changes);
  return changes;
}
