import type { Entity } from '@acme/models';
import type { RunContext } from './context';
import { withParts } from './generation';
import { takeOut } from './merge';
import { disclosureOf } from './watermark';

/**
 * Core holds rows of one generation of the source at a time. An entity that was loaded from the other one,
 * or with other values shown, is read again from its beginning: rows of the same id become what this
 * generation says of them, and the sweep finds those it does not have. Where the ids are not shared, the
 * rows are taken out first. What is not complete yet stays so in the ledger, so a crash loses nothing.
 */
export async function switchGeneration(context: RunContext): Promise<void> {
  const { warehouse, generation } = context;
  const known = await warehouse.rows<{ entity: string; generation: string; disclosure: string }>(
    'select entity, generation, disclosure from etl.watermarks',
  );
  for (const entity of withParts(context.entities)) {
    const loaded = known.find((row) => row.entity === entity.name);
    if (!loaded) continue;
    const otherGeneration = loaded.generation !== generation;
    if (!otherGeneration && loaded.disclosure === disclosureOf(context, entity)) continue;
    context.log.info(
      { entity: entity.name, from: loaded.generation, to: generation },
      'loaded again from the beginning: the source tables or what may be shown are others now',
    );
    await warehouse.unit(async () => {
      if (otherGeneration && entity.ownIds) await emptyOut(context, entity);
      await warehouse.query('delete from etl.id_observations where entity = $1', [entity.name]);
      await warehouse.query(
        `update etl.watermarks set
           after_time = case when after_time is not null then '-infinity'::timestamptz end,
           after_id = -9223372036854775808, generation = $2, disclosure = $3, loaded_until = null
         where entity = $1`,
        [entity.name, generation, disclosureOf(context, entity)],
      );
    });
  }
}

async function emptyOut(context: RunContext, entity: Entity): Promise<void> {
  await takeOut(context, entity, `select id from core.${entity.name}`);
  for (const table of ['quarantine', 'future_rows'])
    await context.warehouse.query(`delete from etl.${table} where entity = $1`, [entity.name]);
}

/** The entities that are being loaded from their beginning: an explicit range of days is not enough for them. */
export async function incompleteEntities(context: RunContext): Promise<Set<string>> {
  const rows = await context.warehouse.rows<{ entity: string }>(
    'select entity from etl.watermarks where loaded_until is null',
  );
  return new Set(rows.map((row) => row.entity));
}
