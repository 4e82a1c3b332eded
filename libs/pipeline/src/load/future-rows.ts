import { quoteIdentifier, quoteLiteral } from '@acme/db';
import type { Entity } from '@acme/models';
import type { RunBase } from '../context/run-base';
import { coreColumns, keyColumns } from '../sql/core-table';
import { engineSql } from '../sql/engine-sql';
import { createScratchAs, type Scratch } from '../sql/scratch';
import { collectChanges, type Changes } from '../staleness/all-changes';
import { columnsRead } from '../staleness/columns-read';
import { markStale } from '../staleness/mark-stale';

/** Records each instant at or after now of the rows merged: when it has passed, the row counts as changed. */
export const recordFutureRows = (
  context: RunBase,
  entity: Entity,
  staging: Scratch<'staging'>,
  changes: Changes,
): Promise<void> =>
  record(context, entity, `${staging.name} as rows join ${changes.name} as change on change.id = rows.id`);

/**
 * The same for all that core holds, when now went back: what had passed lies ahead again, and its records were
 * deleted.
 */
export async function rescanFutureRows(context: RunBase, entity: Entity): Promise<void> {
  const { back } = await context.warehouse.one<{ back: boolean | null }>(
    engineSql('load', 'has_now_gone_back'),
    [context.job.name, context.runId, context.now],
  );
  if (back) await record(context, entity, `core.${entity.name} as rows`);
}

async function record({ warehouse, thisRun }: RunBase, entity: Entity, rows: string): Promise<void> {
  const instants = coreColumns(entity).filter((column) => column.type === 'timestamptz');
  if (instants.length === 0) return;
  const values = instants.map((column) => `(rows.${quoteIdentifier(column.name)})`);
  await warehouse.query(
    `insert into etl.future_rows (entity, id, due_at)
     select distinct $1::text, rows.id, instants.due_at
     from ${rows}
     cross join ${thisRun.name}
     cross join lateral (values ${values.join(', ')}) as instants (due_at)
     where instants.due_at >= ${thisRun.name}.now
     on conflict (entity, id, due_at) do nothing`,
    [entity.name],
  );
}

/** Treats rows whose instants have passed since they were loaded as changed. Returns their number. */
export async function releaseFutureRows(context: RunBase, entity: Entity): Promise<number> {
  const { warehouse, thisRun, definitions } = context;
  const core = `core.${entity.name}`;
  const due = await createScratchAs(
    warehouse,
    'due',
    `select distinct future.id from etl.future_rows as future cross join ${thisRun.name}
     where future.entity = ${quoteLiteral(entity.name)} and future.due_at < ${thisRun.name}.now`,
  );
  const changes = await collectChanges(warehouse, {
    isNew: 'true',
    isGone: 'false',
    columns: [...new Set([...columnsRead(definitions, core), ...keyColumns(entity)])],
    old: null,
    new: 'present',
    like: 'present',
    from: `${due.name} as due join ${core} as present on present.id = due.id`,
  });
  if (changes.rows > 0) await markStale(context, core, changes);
  await warehouse.query(engineSql('load', 'delete_passed_instants'), [entity.name]);
  return changes.rows;
}
