import { DataRefusedError } from '@acme/errors';
import type { Entity } from '@acme/models';
import type { ComputeContext } from '../context/run-base';
import { engineSql } from '../sql/engine-sql';
import type { Scratch } from '../sql/scratch';

/** Rows that break the model in the same ways; an id is NULL where that is what is wrong. */
interface RefusedRows {
  readonly reasons: readonly string[];
  readonly ids: readonly (string | null)[];
}

/** More rows of a transaction break the model than QUARANTINE_LIMIT allows: none of it is loaded. */
export class QuarantineLimitError extends DataRefusedError {
  constructor(
    message: string,
    instruction: string,
    readonly entity: string,
    readonly rows: readonly RefusedRows[],
  ) {
    super(message, instruction);
  }
}

const reasonsNamed = 5;
const idsNamed = 3;
/** Bounds what is kept, and what this process holds of it. */
const rowsKept = 100_000;

/** The error of a transaction that refuses too many rows: it names reasons, counts and examples. */
export async function limitPassed(
  { warehouse }: ComputeContext,
  entity: Entity,
  refused: Scratch<'refused'>,
  bad: number,
  outOf: number,
): Promise<QuarantineLimitError> {
  const reasons = await warehouse.rows<{ reason: string; rows: string; ids: (string | null)[] }>(
    `select reason, count(*)::text as rows, (array_agg(id::text order by id))[1:${idsNamed}] as ids
     from ${refused.name} cross join unnest(reasons) as reason group by reason order by count(*) desc, reason`,
  );
  const named = reasons
    .slice(0, reasonsNamed)
    .map(
      ({ reason, rows, ids }) =>
        `${reason} (${rows} rows, such as ${ids.map((id) => id ?? 'one without id').join(', ')})`,
    );
  const more = reasons.length > reasonsNamed ? [`${reasons.length - reasonsNamed} more reasons`] : [];
  const rows = await warehouse.rows<{ reasons: string[]; ids: (string | null)[] }>(
    `select reasons, array_agg(id::text order by id) as ids
     from (select id, reasons from ${refused.name} order by id limit ${rowsKept}) as kept group by reasons`,
  );
  return new QuarantineLimitError(
    `${bad} of ${outOf} rows of ${entity.name} break the model, more than QUARANTINE_LIMIT allows; none was loaded: ${[...named, ...more].join('; ')}`,
    `look at them: acme-etl query "select unnest(reasons) as reason, count(*), min(source_id) from etl.refused_batches where entity = '${entity.name}' group by 1"; mend the source, or raise QUARANTINE_LIMIT if this is expected`,
    entity.name,
    rows,
  );
}

/** Keeps keys and reasons of the rows when the transaction has been rolled back, in place of those of an earlier one. */
export async function keepRefusedBatch(
  context: ComputeContext,
  { entity, rows }: QuarantineLimitError,
): Promise<void> {
  const { warehouse, runId } = context;
  await warehouse.transaction(async () => {
    await warehouse.query('delete from etl.refused_batches where entity = $1', [entity]);
    for (const { reasons, ids } of rows) {
      await warehouse.query(engineSql('source', 'keep_refused_batch'), [runId, entity, ids, reasons]);
    }
  });
}

/** Part of the transaction that completes the entity: what was refused as a whole has been judged row by row since. */
export async function forgetRefusedBatch({ warehouse }: ComputeContext, entity: Entity): Promise<void> {
  const names = [entity.name, ...(entity.children ?? []).map((child) => child.entity.name)];
  await warehouse.query('delete from etl.refused_batches where entity = any ($1)', [names]);
}
