import type { Entity } from '@acme/models';
import type { RunBase } from '../context/run-base';
import { engineSql } from '../sql/engine-sql';
import { deleteRows, type IdsToDelete } from './delete-rows';

/**
 * Deletes rows from core that the source no longer has, with their embedded children. A tombstone stays. Returns
 * their number.
 */
export async function tombstone(context: RunBase, entity: Entity, ids: IdsToDelete): Promise<number> {
  const deleted = await deleteRows(context, entity, ids);
  if (deleted.rows === 0) return 0;
  await context.warehouse.query(engineSql('load', 'add_tombstones'), [entity.name, context.runId]);
  for (const { entity: child, parent } of entity.children ?? [])
    await deleteRows(context, child, ids, parent);
  return deleted.rows;
}
