import { classifyDatabaseError, sqlstateOf } from '@acme/db';
import type { Entity } from '@acme/models';
import { wholeTable } from './changes';
import type { RunContext } from './context';
import { extractionQuery } from './extract-sql';

/**
 * The job's entities without the optional ones that the source lacks. Metric queries read
 * etl.absent_entities to give NULL for what nobody can know; so when an entity comes or goes, all that
 * reads it is computed again.
 */
export async function presentEntities(context: RunContext): Promise<Entity[]> {
  const { warehouse, job, runId } = context;
  const known = new Set(
    (await warehouse.rows<{ entity: string }>('select entity from etl.absent_entities')).map(
      (row) => row.entity,
    ),
  );
  const present: Entity[] = [];
  for (const entity of job.entities) {
    const absent = entity.optional === true && !(await isThere(context, entity));
    if (absent) {
      context.log.info({ entity: entity.name }, 'the source has no such entity; what depends on it is NULL');
    } else {
      present.push(entity);
    }
    if (absent === known.has(entity.name)) continue;
    await warehouse.unit(async () => {
      await warehouse.query(
        absent
          ? 'insert into etl.absent_entities (entity, run_id) values ($1, $2)'
          : 'delete from etl.absent_entities where entity = $1 and $2::bigint is not null',
        [entity.name, runId],
      );
      const readers = context.definitions.filter(({ reads }) => reads[`core.${entity.name}`]);
      for (const { table } of readers) {
        await warehouse.query(
          'insert into etl.stale_slices (table_name, slice, run_id) values ($1, $2, $3)',
          [table, wholeTable, runId],
        );
      }
    });
  }
  return present;
}

/** Whether the relations of the extraction query exist; missing columns are the preflight's to report. */
async function isThere(context: RunContext, entity: Entity): Promise<boolean> {
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
