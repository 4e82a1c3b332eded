import { DataRefusedError } from '@acme/errors';
import type { Entity } from '@acme/models';
import type { ComputeContext } from '../context/run-base';
import { refused } from './staging';

/** Rows that break the model in the same ways; an id is NULL where that is what is wrong. */
interface RefusedRows {
  readonly reasons: readonly string[];
  readonly ids: readonly (string | null)[];
}

/** More rows of a unit break the model than QUARANTINE_LIMIT allows: none of the unit is loaded. */
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

const reasonsTold = 5;
const idsTold = 3;
/** Bounds what is kept, and what this process holds of it. */
const rowsKept = 100_000;

/** The error of a unit whose bad rows, in the temporary table `refused`, are too many: it names reasons, counts and examples. */
export async function limitPassed(
  { warehouse }: ComputeContext,
  entity: Entity,
  bad: number,
  outOf: number,
): Promise<QuarantineLimitError> {
  const reasons = await warehouse.rows<{ reason: string; rows: string; ids: (string | null)[] }>(
    `select reason, count(*)::text as rows, (array_agg(id::text order by id))[1:${idsTold}] as ids
     from ${refused} cross join unnest(reasons) as reason group by reason order by count(*) desc, reason`,
  );
  const told = reasons
    .slice(0, reasonsTold)
    .map(
      ({ reason, rows, ids }) =>
        `${reason} (${rows} rows, such as ${ids.map((id) => id ?? 'one without id').join(', ')})`,
    );
  const more = reasons.length > reasonsTold ? [`${reasons.length - reasonsTold} more reasons`] : [];
  const rows = await warehouse.rows<{ reasons: string[]; ids: (string | null)[] }>(
    `select reasons, array_agg(id::text order by id) as ids
     from (select id, reasons from ${refused} order by id limit ${rowsKept}) as kept group by reasons`,
  );
  return new QuarantineLimitError(
    `${bad} of ${outOf} rows of ${entity.name} break the model, more than QUARANTINE_LIMIT allows; none was loaded: ${[...told, ...more].join('; ')}`,
    `look at them: acme-etl query "select unnest(reasons) as reason, count(*), min(source_id) from etl.refused_batches where entity = '${entity.name}' group by 1"; mend the source, or raise QUARANTINE_LIMIT if this is expected`,
    entity.name,
    rows,
  );
}

/** Keeps keys and reasons of the rows when the unit has been rolled back; those of an earlier unit make way. */
export async function keepRefusedBatch(
  context: ComputeContext,
  { entity, rows }: QuarantineLimitError,
): Promise<void> {
  const { warehouse, runId } = context;
  await warehouse.transaction(async () => {
    await warehouse.query('delete from etl.refused_batches where entity = $1', [entity]);
    for (const { reasons, ids } of rows) {
      await warehouse.query(
        `insert into etl.refused_batches (run_id, entity, source_id, reasons)
         select $1::bigint, $2::text, unnest($3::bigint[]), $4::text[]`,
        [runId, entity, ids, reasons],
      );
    }
  });
}

/** Part of the transaction that completes the entity: what was refused as a whole has been judged row by row since. */
export async function forgetRefusedBatch({ warehouse }: ComputeContext, entity: Entity): Promise<void> {
  const names = [entity.name, ...(entity.children ?? []).map((part) => part.entity.name)];
  await warehouse.query('delete from etl.refused_batches where entity = any ($1)', [names]);
}
