import { classifyDatabaseError, sqlstateOf } from '@acme/db';
import type { Entity } from '@acme/models';
import { lockMarks } from '../staleness/lock-marks';
import { markWhole } from '../staleness/mark-stale';
import type { SourceContext } from '../context/load-context';
import { extractionQuery } from '../sql/extract-sql';
import { coreNames, entitiesOf, withChildren } from '../definitions/generation';

/**
 * The job's entities without the optional ones that the source lacks, or its legacy generation never had. Metric queries read
 * etl.absent_entities to give NULL for what cannot be known; so when an entity comes or goes, all that
 * reads it is computed again.
 */
export async function presentEntities(context: SourceContext): Promise<Entity[]> {
  const { warehouse, job, runId } = context;
  const known = new Set(
    (await warehouse.rows<{ entity: string }>('select entity from etl.absent_entities')).map(
      (row) => row.entity,
    ),
  );
  const present: Entity[] = [];
  for (const entity of entitiesOf(job, context.generation)) {
    if (entity.optional !== true || (await isThere(context, entity))) present.push(entity);
  }
  const there = new Set(withChildren(present).map((entity) => entity.name));
  for (const name of coreNames(job)) {
    const absent = !there.has(name);
    if (absent)
      context.log.info({ entity: name }, 'the source has no such entity; what depends on it is NULL');
    if (absent === known.has(name)) continue;
    await warehouse.transaction(async () => {
      await warehouse.query(
        absent
          ? 'insert into etl.absent_entities (entity, run_id) values ($1, $2)'
          : 'delete from etl.absent_entities where entity = $1 and $2::bigint is not null',
        [name, runId],
      );
      await markReaders(context, name);
    });
  }
  return present;
}

/**
 * Keeps etl.unavailable_columns: the columns of core that the generation in use does not provide. Metric queries give
 * NULL for what would be made of them; so when the list changes, all that reads the entity is computed again.
 */
export async function recordUnavailable(context: SourceContext, entities: readonly Entity[]): Promise<void> {
  const { warehouse, runId } = context;
  for (const { name, unavailable = [] } of withChildren(entities)) {
    const known = await warehouse.rows<{ column_name: string }>(
      'select column_name from etl.unavailable_columns where entity = $1',
      [name],
    );
    const same =
      known.length === unavailable.length &&
      known.every(({ column_name: column }) => unavailable.includes(column));
    if (same) continue;
    await warehouse.transaction(async () => {
      await warehouse.query('delete from etl.unavailable_columns where entity = $1', [name]);
      await warehouse.query(
        'insert into etl.unavailable_columns (entity, column_name, run_id) select $1::text, unnest($2::text[]), $3::bigint',
        [name, unavailable, runId],
      );
      await markReaders(context, name);
    });
  }
}

/** Marks all tables that read an entity to be computed again as a whole. */
async function markReaders(context: SourceContext, entity: string): Promise<void> {
  await lockMarks(context, 'exclusive');
  for (const { table, reads } of context.definitions) {
    if (reads[`core.${entity}`]) await markWhole(context, table);
  }
}

/** Whether the relations of the extraction query exist; missing columns are the preflight's to report. */
async function isThere(context: SourceContext, entity: Entity): Promise<boolean> {
  const query = extractionQuery(context.sourcesFolder, entity);
  try {
    await context.source.query(`select from (${query}\n) as source limit 0`);
    return true;
  } catch (error) {
    const code = sqlstateOf(error);
    if (code === '42P01') return false;
    if (code === '42703') return true;
    throw classifyDatabaseError(error, context.job.service);
  }
}
