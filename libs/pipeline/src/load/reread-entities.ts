import type { Entity } from '@acme/models';
import { markWhole } from '../staleness/mark-stale';
import type { SourceContext } from '../context/load-context';
import type { RunBase } from '../context/run-base';
import { withChildren } from '../definitions/generation';
import { engineSql } from '../sql/engine-sql';
import { madeOf } from '../source/made-of';
import { deleteRows, idsToDeleteAs } from './delete-rows';
import { disclosureOf } from '../source/watermark';

interface Known {
  readonly entity: string;
  readonly generation: string;
  readonly disclosure: string;
  readonly made_of: string | null;
}

/**
 * Core holds rows of one making at a time. An entity that was loaded from the other generation of the source, by
 * another model, extraction query or normalisation, or with other values shown, is read again from its beginning, and
 * so is every one on a full refresh: rows of the same id become what they are now, and the sweep finds those that are
 * no more. Where ids of generations are not shared, the rows are taken out first. What is not complete yet stays so in
 * the ledger: a run that was killed half way is continued by the next one, and nothing is published meanwhile. Returns
 * the fingerprint of what each entity's rows are made by, by name.
 */
export async function rereadEntities(
  context: SourceContext,
  entities: readonly Entity[],
): Promise<ReadonlyMap<string, string>> {
  const { warehouse } = context;
  const known = await warehouse.rows<Known>(
    'select entity, generation, disclosure, made_of from etl.watermarks',
  );
  const prints = new Map<string, string>();
  for (const entity of entities) {
    const print = await madeOf(context, entity);
    prints.set(entity.name, print);
    for (const each of withChildren([entity])) {
      const loaded = known.find((row) => row.entity === each.name);
      const why = loaded && reason(context, each, loaded, print);
      if (why) await beginReread(context, each, why, loaded.generation !== context.generation, print);
    }
  }
  if (context.fullRefresh) await rebuildAll(context);
  return prints;
}

function reason(context: SourceContext, entity: Entity, loaded: Known, print: string): string | undefined {
  if (loaded.generation !== context.generation)
    return `from ${loaded.generation} to ${context.generation} source tables`;
  if (loaded.disclosure !== disclosureOf(context, entity))
    return 'what v1 tables may show is something else now';
  if (loaded.made_of === null) return 'the model it was read by is not known';
  if (loaded.made_of !== print) return 'its model, extraction query, conversion or normalisation changed';
  return context.fullRefresh ? 'a full refresh' : undefined;
}

async function beginReread(
  context: SourceContext,
  entity: Entity,
  why: string,
  otherGeneration: boolean,
  print: string,
): Promise<void> {
  const { warehouse, generation } = context;
  context.log.info({ entity: entity.name, why }, `${entity.name} is read again from its beginning: ${why}`);
  context.summary.readAgain.push({ entity: entity.name, why });
  await warehouse.transaction(async () => {
    if (otherGeneration) {
      if (entity.ownIds) await emptyOut(context, entity);
      // Ids seen in the tables of one generation say nothing of the other's.
      await warehouse.query('delete from etl.id_observations where entity = $1', [entity.name]);
    }
    const values = [entity.name, generation, disclosureOf(context, entity), print];
    await warehouse.query(engineSql('load', 'begin_reread'), values);
  });
}

async function emptyOut(context: SourceContext, entity: Entity): Promise<void> {
  const ids = await idsToDeleteAs(context.warehouse, `select id from core.${entity.name}`);
  await deleteRows(context, entity, ids);
  for (const table of ['quarantine', 'future_rows'])
    await context.warehouse.query(`delete from etl.${table} where entity = $1`, [entity.name]);
}

/** The marks outlive a run that is killed: the next one rebuilds what is left. */
async function rebuildAll(context: SourceContext): Promise<void> {
  const { warehouse, definitions, active, job } = context;
  await warehouse.transaction(async () => {
    for (const { domain, table } of definitions)
      if (domain === job.domain && active.has(table)) await markWhole(context, table);
  });
}

/**
 * The entities that are being loaded from their beginning: an explicit range of days is not enough for them, and no
 * other job publishes from them meanwhile. What the source no longer has is not being loaded.
 */
export async function incompleteEntities({ warehouse }: Pick<RunBase, 'warehouse'>): Promise<Set<string>> {
  const rows = await warehouse.rows<{ entity: string }>(engineSql('load', 'incomplete_entities'));
  return new Set(rows.map((row) => row.entity));
}
