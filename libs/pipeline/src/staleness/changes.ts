import { quoteIdentifier } from '@acme/db';
import type { ComputeContext, RunBase } from '../context/run-base';
import type { MetricDefinition, Propagation } from '../definitions/metric-definition';
import { isLockError } from '../context/lock-wait';
import { checkStopped } from '../context/stop';
import { isDataFailure, mistakeOf } from '../context/table-failure';
import { tempTable } from '../sql/temp-table';

/** The temporary table of changed rows: is_new, is_gone, and old_/new_ of each column that some table reads. */
export const allChanges = 'all_changes';

/** The columns of a relation that the metric tables reading it name, those of the propagation included, sorted. */
export function columnsRead(definitions: readonly MetricDefinition[], relation: string): string[] {
  const columns = new Set<string>();
  for (const definition of definitions) {
    const read = definition.reads[relation];
    if (!read) continue;
    for (const column of [...read.columns, ...propagationColumns(read.propagation)]) columns.add(column);
  }
  return [...columns].sort();
}

const propagationColumns = (propagation: Propagation): readonly string[] =>
  'instants' in propagation
    ? propagation.instants
    : 'dates' in propagation
      ? propagation.dates
      : 'keys' in propagation
        ? propagation.keys
        : [];

/** The select list `old.x as old_x, new.x as new_x, …`; `null` stands for a side that does not exist. */
export function changeColumns(
  columns: readonly string[],
  oldAlias: string | null,
  newAlias: string | null,
  like: string,
): string {
  const side = (prefix: string, alias: string | null) =>
    columns.map((column) => {
      const name = quoteIdentifier(column);
      // A CASE on a real column gives the NULLs of a missing side their type.
      const value = alias ? `${alias}.${name}` : `case when false then ${like}.${name} end`;
      return `${value} as ${quoteIdentifier(`${prefix}_${column}`)}`;
    });
  return [...side('old', oldAlias), ...side('new', newAlias)].join(', ');
}

/** The mark of a table that has to be computed as a whole, since it never was by its present definition. */
export const wholeTable = '*';

/** Marks a table to be computed as a whole, once: it is all the same how many changes reach it until then. */
export async function markWhole(context: ComputeContext, table: string): Promise<void> {
  await context.warehouse.query(
    `insert into etl.stale_slices (table_name, slice, run_id)
     select $1::text, $2::text, $3::bigint
     where not exists (
       select from etl.stale_slices as mark join etl.runs as marking using (run_id)
       where mark.table_name = $1 and mark.slice = $2 and marking.logical_now >= $4)`,
    [table, wholeTable, context.runId, context.now],
  );
}

/** Whether tables of another job than the one at work read the relation. */
export const readByOtherJobs = (context: RunBase, relation: string): boolean =>
  context.definitions.some(({ domain, reads }) => domain !== context.job.domain && relation in reads);

/**
 * Keeps what one job marks for another, up to its commit, apart from what the other publishes meanwhile. A
 * propagation query looks things up in facts that the other job may be loading: of two transactions that do not
 * see each other, neither would mark what both together change. A dry run is one transaction and rolled
 * back; it does not hold up anybody.
 */
export async function lockMarks(context: RunBase, mode: 'shared' | 'exclusive'): Promise<void> {
  const { warehouse, log } = context;
  if (warehouse.dryRun) return;
  const suffix = mode === 'shared' ? '_shared' : '';
  const key = "(hashtextextended('acme-etl marks', 0))";
  const { taken, bound } = await warehouse.one<{ taken: boolean; bound: string }>(
    `select pg_try_advisory_xact_lock${suffix}${key} as taken, current_setting('lock_timeout') as bound`,
  );
  if (taken) return;
  // Who holds it is another job at work, which waits for nobody meanwhile: it is waited for however long it takes.
  for (let seconds = 10; ; seconds += 10) {
    const late = await warehouse.attempt(async () => {
      await warehouse.query("set local lock_timeout = '10s'");
      await warehouse.query(`select pg_advisory_xact_lock${suffix}${key}`);
    });
    if (late === undefined) break;
    if (!isLockError(late)) throw late;
    log.info(
      { waitedSeconds: seconds },
      'waiting until another job has published or marked what this one reads',
    );
    checkStopped(context);
  }
  await warehouse.query("select set_config('lock_timeout', $1, true)", [bound]);
}

/**
 * Marks, for every metric table that reads the relation, the slices that the rows of `all_changes` reach.
 * Part of the transaction that changes the relation, so that no change is ever without its marks.
 */
export async function markStale(context: RunBase, relation: string): Promise<void> {
  if (readByOtherJobs(context, relation)) await lockMarks(context, 'exclusive');
  for (const definition of context.definitions) {
    if (!(relation in definition.reads)) continue;
    if (context.active.has(definition.table) && context.computedTables.has(definition.table))
      await markReachedOrWhole(context, definition, relation);
    else await markWhole(context, definition.table);
  }
}

/** A propagation query that fails must not stop those who load: its own table then has to say what is wrong. */
async function markReachedOrWhole(
  context: RunBase,
  definition: MetricDefinition,
  relation: string,
): Promise<void> {
  const failure = await context.warehouse.attempt(() => markReached(context, definition, relation));
  if (failure === undefined) return;
  if (!isDataFailure(failure) && !mistakeOf(definition, failure)) throw failure;
  context.log.warn(
    { table: definition.table, err: failure },
    'which slices a change reaches could not be told: the whole table will be computed',
  );
  await markWhole(context, definition.table);
}

/** Marks the slices of one table, which reads the relation, that the rows of `all_changes` reach. */
export async function markReached(
  context: ComputeContext,
  definition: MetricDefinition,
  relation: string,
): Promise<void> {
  const read = definition.reads[relation]!;
  const differs = read.columns
    .map(
      (column) => `${quoteIdentifier(`old_${column}`)} is distinct from ${quoteIdentifier(`new_${column}`)}`,
    )
    .join(' or ');
  const slice =
    definition.slice.kind === 'month'
      ? "date_trunc('month', slice::timestamp)::date::text"
      : definition.slice.kind === 'day'
        ? 'slice::date::text'
        : 'slice';
  // Not materialized, so that the planner has the statistics of the temporary table in every propagation query.
  await context.warehouse.query(
    `with changed as not materialized (select * from ${allChanges} where is_new or is_gone or ${differs})
     insert into etl.stale_slices (table_name, slice, run_id)
     select distinct $1::text, ${slice}, $2::bigint
     from (${propagationQuery(definition, read.propagation)}\n) as reached
     where slice is not null`,
    [definition.table, context.runId],
  );
}

function propagationQuery(definition: MetricDefinition, propagation: Propagation): string {
  if ('file' in propagation) return definition.files.get(propagation.file)!;
  const columns =
    'instants' in propagation
      ? propagation.instants
      : 'dates' in propagation
        ? propagation.dates
        : propagation.keys;
  // A union of both sides: the planner takes `distinct` over a lateral VALUES for as few rows as that has.
  const values = (of: (side: string) => string) =>
    columns
      .flatMap((column) => [`old_${column}`, `new_${column}`])
      .map((side) => `select ${of(quoteIdentifier(side))} as value from changed`)
      .join(' union ');
  if ('keys' in propagation) return `select value as slice from (${values((side) => side)}) as keys`;
  // Few distinct minutes stand for many instants, and local days are whole minutes.
  const days =
    'dates' in propagation
      ? `select value as day from (${values((side) => side)}) as dates`
      : `select distinct etl.local_day(minute, this_run.zone) as day
         from (${values((side) => `date_trunc('minute', ${side})`)}) as minutes (minute)
         cross join this_run`;
  const [from, to] = propagation.days ?? [0, 0];
  return `select day + ahead as slice from (${days}) as days cross join generate_series(${from}, ${to}) as ahead`;
}

/**
 * Fills `all_changes` (or the temporary table `as`) with every row of a relation as if it were new, or with none where
 * only its shape is wanted; its key comes along.
 */
export async function everythingAsNew(
  context: Pick<ComputeContext, 'warehouse'>,
  relation: string,
  columns: readonly string[],
  { as = allChanges, empty = false }: { as?: string; empty?: boolean } = {},
): Promise<void> {
  const keys = await context.warehouse.rows<{ name: string }>(
    `select attname as name from pg_index join pg_attribute on attrelid = indrelid and attnum = any (indkey)
     where indrelid = to_regclass($1) and indisprimary`,
    [relation],
  );
  const all = [...new Set([...columns, ...keys.map((key) => key.name)])];
  await tempTable(
    context.warehouse,
    as,
    `as select true as is_new, false as is_gone, ${changeColumns(all, null, 'present', 'present')}
     from ${quoteIdentifier(relation)} as present${empty ? ' where false' : ''}`,
  );
}
