import { quoteIdentifier, quoteLiteral } from '@acme/db';
import type { Entity } from '@acme/models';
import { allChanges, changeColumns, columnsRead, markStale } from '../staleness/changes';
import type { RunBase } from '../context/run-base';
import { coreColumns, keyColumns } from '../sql/core-table';
import { staging } from '../source/staging';
import { tempTable } from '../sql/temp-table';

/** Notes each instant at or after now of the rows merged: when it has passed, the row counts as changed. */
export const recordFutureRows = (context: RunBase, entity: Entity) =>
  record(context, entity, `${staging} as rows join ${allChanges} as change on change.id = rows.id`);

/**
 * The same for all that core holds, when now went back: what had passed lies ahead again, and the notes of
 * it are gone.
 */
export async function rescanFutureRows(context: RunBase, entity: Entity): Promise<void> {
  const { back } = await context.warehouse.one<{ back: boolean | null }>(
    `select max(logical_now) > $3 as back from etl.runs
     where job = $1 and run_id < $2 and run_id >= coalesce(
       (select max(run_id) from etl.runs where job = $1 and run_id < $2 and status = 'succeeded'), 0)`,
    [context.job.name, context.runId, context.now],
  );
  if (back) await record(context, entity, `core.${entity.name} as rows`);
}

async function record(context: RunBase, entity: Entity, rows: string): Promise<void> {
  const instants = coreColumns(entity).filter((column) => column.type === 'timestamptz');
  if (instants.length === 0) return;
  await context.warehouse.query(
    `insert into etl.future_rows (entity, id, due_at)
     select distinct $1::text, rows.id, instants.due_at
     from ${rows}
     cross join this_run
     cross join lateral (values ${instants.map((column) => `(rows.${quoteIdentifier(column.name)})`).join(', ')}) as instants (due_at)
     where instants.due_at >= this_run.now
     on conflict (entity, id, due_at) do nothing`,
    [entity.name],
  );
}

/** Treats rows whose instants have passed since they were loaded as changed. Gives their number. */
export async function releaseFutureRows(context: RunBase, entity: Entity): Promise<number> {
  const { warehouse } = context;
  await tempTable(
    warehouse,
    'due',
    `as select distinct future.id from etl.future_rows as future cross join this_run
     where future.entity = ${quoteLiteral(entity.name)} and future.due_at < this_run.now`,
  );
  const columns = [
    ...new Set([...columnsRead(context.definitions, `core.${entity.name}`), ...keyColumns(entity)]),
  ];
  const due = await tempTable(
    warehouse,
    allChanges,
    `as select true as is_new, false as is_gone, ${changeColumns(columns, null, 'present', 'present')}
     from due join core.${entity.name} as present on present.id = due.id`,
  );
  if (due > 0) await markStale(context, `core.${entity.name}`);
  await warehouse.query(
    'delete from etl.future_rows using this_run where future_rows.entity = $1 and future_rows.due_at < this_run.now',
    [entity.name],
  );
  return due;
}
