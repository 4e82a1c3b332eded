import type { Entity } from '@acme/models';
import { createTokenOf } from '@acme/pii';
import type { RunBase } from '../context/run-base';
import { idsToDelete } from '../load/delete-rows';
import { recordLoad } from '../load/record-load';
import { tombstone } from '../load/tombstone';
import { engineSql } from '../sql/engine-sql';
import { addLoad, noLoad } from '../context/summary';

/** Deletes rows that the source no longer has from core and from quarantine; one transaction. */
export async function tombstoneIds(context: RunBase, entity: Entity, ids: readonly string[]): Promise<void> {
  const { warehouse } = context;
  const counts = noLoad();
  await warehouse.transaction(async () => {
    const deleted = await idsToDelete(warehouse, ids);
    counts.deleted = await tombstone(context, entity, deleted);
    if (entity.history) await forgetHistory(context, entity, ids);
    await warehouse.query(engineSql('sweep', 'delete_from_quarantine'), [entity.name]);
    await recordLoad(context, entity.name, 'sweep', counts);
  });
  addLoad(context.summary, entity.name, counts);
}

/**
 * The history goes with the account, and also with one that was in quarantine, of which core has nothing
 * but its history: a deleted account must leave no trace of its person. The key of an entity with a history
 * is the user's.
 */
async function forgetHistory(context: RunBase, entity: Entity, ids: readonly string[]): Promise<void> {
  const tokenOf = createTokenOf(context.keyring, 'user', 'exact');
  await context.warehouse.query(`delete from core.${entity.name}_history where user_token = any ($1)`, [
    ids.map(tokenOf),
  ]);
}
