import type { Entity } from '@acme/models';
import { createTokenOf } from '@acme/pii';
import type { RunBase } from '../context/run-base';
import { recordLoad } from '../load/load-transaction';
import { tombstone } from '../load/merge';
import { addLoad, noLoad } from '../context/summary';
import { tempTable } from '../sql/temp-table';

/** Takes rows out of core, and out of quarantine, whose source rows are gone; one unit of work. */
export async function tombstoneIds(context: RunBase, entity: Entity, ids: readonly string[]): Promise<void> {
  const { warehouse } = context;
  const counts = noLoad();
  await warehouse.transaction(async () => {
    await tempTable(warehouse, 'gone', '(id bigint)');
    await warehouse.query('insert into gone select unnest($1::bigint[])', [ids]);
    counts.deleted = await tombstone(context, entity);
    if (entity.history) await forgetHistory(context, entity, ids);
    await warehouse.query('delete from etl.quarantine using gone where entity = $1 and source_id = gone.id', [
      entity.name,
    ]);
    await recordLoad(context, entity, 'sweep', counts);
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
