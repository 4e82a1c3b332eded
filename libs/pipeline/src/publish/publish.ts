import { quoteIdentifier } from '@acme/db';
import {
  allChanges,
  changeColumns,
  columnsRead,
  lockMarks,
  markStale,
  readByOtherJobs,
} from '../staleness/changes';
import { checkFresh, recordCheck, type FailedCheck } from '../context/checks';
import type { PublishContext } from '../context/publish-context';
import { guardTable } from '../context/disclosure';
import { refuseMixedKeys } from '../staleness/keys';
import { claim, isLockError, ledgerTables } from '../context/lock-wait';
import type { MetricDefinition } from '../definitions/metric-definition';
import { syncMetricTable } from './metric-table';
import { isRecorded, recordSlices, rememberBefore } from '../staleness/published-slices';
import { checkReads } from '../staleness/reads-check';
import {
  collectStale,
  markEverything,
  needsRebuild,
  readRange,
  readTableState,
  sliceTable,
  type SliceRange,
  type TableState,
} from '../staleness/slices';
import type { PublicationCounts } from '../context/summary';
import { isOurs } from './archive';
import { tempTable } from '../sql/temp-table';
import { verifyPublished, type Verdict } from './verify';

/**
 * Brings one metric table up to date, in one transaction: recomputes its stale slices, checks the new rows,
 * and writes those that differ. Nobody sees rows that an error-level check refuses. Waits a second at most for a
 * lock, and holds nothing that other jobs wait for before it has the table. What the server takes back because of others
 * (a serialisation failure) is done again up to three times; locks and deadlocks are the caller's patience to see to, and
 * a statement that was cancelled is not begun again: somebody wanted it ended.
 * @throws ChecksFailedError; what the server says of the definition's statements comes as it is
 */
export async function publish(context: PublishContext, definition: MetricDefinition): Promise<void> {
  const { warehouse, summary } = context;
  const restoredBefore = summary.restored.length;
  const forget = () => void summary.restored.splice(restoredBefore);
  const work = async () => {
    forget();
    await claim(warehouse, tablesWritten(definition));
    await lockMarks(context, readByOtherJobs(context, definition.table) ? 'exclusive' : 'shared');
    await refuseMixedKeys(context, definition);
    await context.step(`transform ${definition.table}`);
    const { state, range, slices, verdict } = await prepareSlices(context, definition);
    const whole = verdict.rebuild || !(await isRecorded(warehouse, definition));
    let counts: Counts = { inserted: 0, updated: 0, deleted: 0 };
    let warnings: readonly FailedCheck[] = [];
    if (slices > 0 || hasShrunk(state, range) || verdict.differs) {
      await computeFresh(context, definition);
      warnings = await checkFresh(context, definition);
      for (const warning of warnings) await recordCheck(context, warning);
      await context.step(`publish ${definition.table}`);
      if (!whole) await rememberBefore(warehouse, definition);
      counts = await writeDifferences(context, definition, range);
      if (whole || verdict.differs || wrote(counts)) await recordSlices(warehouse, definition, whole);
      await afterWriting(context, definition, counts);
    } else if (whole) {
      // A warehouse of a version that kept nothing of the kind.
      await recordSlices(warehouse, definition, whole);
    }
    await context.step(`record ${definition.table}`);
    const rows = await recordPublication(context, definition, range, slices, counts);
    return { warnings, publication: { table: definition.table, slices, ...counts, rows } };
  };
  const done = await warehouse.retriedTransaction(work, null, isLockError).catch((error: unknown) => {
    forget();
    throw error;
  });
  for (const warning of done.warnings) context.log.warn(warning, 'check found rows');
  summary.failedChecks.push(...done.warnings);
  summary.publications.push(done.publication);
  if (!context.days) context.computedTables.add(definition.table);
}

const wrote = ({ inserted, updated, deleted }: Counts) => inserted + updated + deleted > 0;

type Counts = Pick<PublicationCounts, 'inserted' | 'updated' | 'deleted'>;

/** What a publication writes. */
export const tablesWritten = ({ table }: MetricDefinition): readonly string[] => [table, ...ledgerTables];

/** Makes the table what its definition says, and the stale table the slices that are due. */
export async function prepareSlices(
  context: PublishContext,
  definition: MetricDefinition,
): Promise<{
  state: TableState | undefined;
  range: SliceRange | undefined;
  slices: number;
  verdict: Verdict;
}> {
  const { warehouse } = context;
  const recorded = await readTableState(context, definition);
  // Whoever drops the table, or puts another in its place, has it made anew.
  const state = (await isOurs(warehouse, definition.table)) ? recorded : undefined;
  if (state?.definition !== definition.fingerprint) {
    await syncMetricTable(warehouse, definition, context.log);
    await checkReads(context, definition);
  }
  const found = await verifyPublished(context, definition, recorded);
  await guardTable(context, definition.table);
  const rebuild = found.rebuild || (await needsRebuild(context, definition, state));
  if (rebuild) await markEverything(context, definition);
  const range = await readRange(context, definition);
  const slices = await collectStale(context, definition, state, range);
  return { state, range, slices, verdict: { ...found, rebuild } };
}

/** A dense table covers fewer slices than before: those outside are deleted. */
function hasShrunk(state: TableState | undefined, range: SliceRange | undefined): boolean {
  if (!range || !state?.first_day || !state.last_day) return false;
  return !range.first || !range.last || range.first > state.first_day || range.last < state.last_day;
}

/** Runs the query as it stands in its file into the temporary table `fresh`. */
export async function computeFresh(
  context: Pick<PublishContext, 'warehouse'>,
  definition: MetricDefinition,
): Promise<void> {
  const columns = Object.entries(definition.columns);
  await tempTable(
    context.warehouse,
    'fresh',
    `as select ${columns.map(([name, { type }]) => `${quoteIdentifier(name)}::${type}`).join(', ')} from (${definition.query}\n) as query`,
  );
}

/** Compares `fresh` with the published rows of the stale slices and writes what differs. */
export async function writeDifferences(
  context: PublishContext,
  definition: MetricDefinition,
  range: SliceRange | undefined,
): Promise<Counts> {
  const { warehouse, runId, now } = context;
  const table = quoteIdentifier(definition.table);
  const slice = quoteIdentifier(definition.slice.column);
  const names = Object.keys(definition.columns);
  const values = names.filter((name) => !definition.grain.includes(name));
  const list = (alias: string, columns: readonly string[]) =>
    columns.map((name) => `${alias}.${quoteIdentifier(name)}`).join(', ');
  const on = definition.grain
    .map((name) => `published.${quoteIdentifier(name)} = fresh.${quoteIdentifier(name)}`)
    .join(' and ');
  const grainIs = (side: 'old' | 'new', alias: string) =>
    definition.grain
      .map((name) => `${alias}.${quoteIdentifier(name)} = change.${side}_${name}`)
      .join(' and ');
  const read = [...new Set([...definition.grain, ...columnsRead(context.definitions, definition.table)])];
  const outside =
    range?.first && range.last
      ? `or ${slice} not between '${range.first}' and '${range.last}'`
      : range
        ? 'or true'
        : '';
  const same =
    values.length > 0
      ? `(${list('fresh', values)}) is not distinct from (${list('published', values)})`
      : 'true';
  await tempTable(
    warehouse,
    allChanges,
    `as select published.${quoteIdentifier(definition.grain[0]!)} is null as is_new,
       fresh.${quoteIdentifier(definition.grain[0]!)} is null as is_gone,
       ${changeColumns(read, 'published', 'fresh', 'fresh')}
     from fresh
     full join (
       select * from ${table}
       where ${slice} in (select ${definition.slice.kind} from ${sliceTable[definition.slice.kind]}) ${outside}
     ) as published on ${on}
     where published.${quoteIdentifier(definition.grain[0]!)} is null
        or fresh.${quoteIdentifier(definition.grain[0]!)} is null
        or not (${same})`,
  );
  const deleted = await warehouse.run(
    `delete from ${table} as published using ${allChanges} as change where change.is_gone and ${grainIs('old', 'published')}`,
  );
  const written = await warehouse.run(
    `insert into ${table} (${names.map(quoteIdentifier).join(', ')}, run_id, computed_at)
     select ${list('fresh', names)}, $1::bigint, $2::timestamptz
     from fresh join ${allChanges} as change on ${grainIs('new', 'fresh')}
     where not change.is_gone
     on conflict (${definition.grain.map(quoteIdentifier).join(', ')}) do update set
       ${[...values, 'run_id', 'computed_at'].map((name) => `${quoteIdentifier(name)} = excluded.${quoteIdentifier(name)}`).join(', ')}`,
    [runId, now],
  );
  const { inserted } = await warehouse.one<{ inserted: string }>(
    `select count(*) filter (where is_new)::text as inserted from ${allChanges}`,
  );
  return { inserted: Number(inserted), updated: written - Number(inserted), deleted };
}

/** What follows from rows that were written: new statistics, and marks of the tables that read them. */
async function afterWriting(
  context: PublishContext,
  definition: MetricDefinition,
  counts: Counts,
): Promise<void> {
  if (!wrote(counts)) return;
  await context.warehouse.query(`analyze ${quoteIdentifier(definition.table)}`);
  await markStale(context, definition.table);
}

/** Keeps in the ledger what was computed, from what. Gives the rows in the table. */
async function recordPublication(
  context: PublishContext,
  definition: MetricDefinition,
  range: SliceRange | undefined,
  slices: number,
  counts: Counts,
): Promise<number> {
  const { warehouse, runId, now } = context;
  const stale = sliceTable[definition.slice.kind];
  // An explicit range leaves what else is stale to the next plain run, and the table's now with it.
  const settled = context.days
    ? `and exists (select from ${stale} where ${definition.slice.kind}::text = seen_marks.slice)`
    : '';
  // Another job may have loaded rows that are not there yet as of this run's now: what it marked is seen
  // to once more by the first run whose now is not before the other's.
  // `is true` keeps both sets hashed: as joins, with the estimates of a table that fills and empties all the time, they
  // have been loops over all pairs.
  await warehouse.query(
    `delete from etl.stale_slices
     where table_name = $1
       and (run_id in (select runs.run_id from etl.runs where logical_now <= $2)) is true
       and (mark_id in (select seen_marks.mark_id from seen_marks where true ${settled})) is true`,
    [definition.table, now],
  );
  const { inputs } = await warehouse.one<{ inputs: string | null }>(
    `select jsonb_object_agg(relation, coalesce(watermarks.loaded_until, metric_tables.computed_now))::text as inputs
     from unnest($1::text[]) as relation
     left join etl.watermarks on 'core.' || watermarks.entity = relation
     left join etl.metric_tables on metric_tables.table_name = relation`,
    [Object.keys(definition.reads)],
  );
  await warehouse.query(
    `insert into etl.metric_tables (table_name, job, definition, zone, computed_now, first_day, last_day, run_id, inputs, key_check)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (table_name) do update set
       job = excluded.job, definition = excluded.definition, zone = excluded.zone, run_id = excluded.run_id,
       inputs = excluded.inputs, verify_turn = metric_tables.verify_turn + 1, key_check = excluded.key_check,
       computed_now = coalesce(excluded.computed_now, metric_tables.computed_now),
       first_day = case when excluded.computed_now is null then metric_tables.first_day else excluded.first_day end,
       last_day = case when excluded.computed_now is null then metric_tables.last_day else excluded.last_day end`,
    [
      definition.table,
      context.job.name,
      definition.fingerprint,
      context.timeZone,
      context.days ? null : context.now,
      range?.first ?? null,
      range?.last ?? null,
      runId,
      inputs,
      context.keyring.checkValue,
    ],
  );
  if (slices > 0) {
    // Keys of users have no place in the ledger; days and months tell the range.
    const bound = (end: 'min' | 'max') =>
      definition.slice.kind === 'key'
        ? 'null'
        : `(select ${end}(${definition.slice.kind})::text from ${stale})`;
    await warehouse.query(
      `insert into etl.publications (run_id, table_name, slices, first_slice, last_slice, inserted, updated, deleted, inputs)
       values ($1, $2, $3, ${bound('min')}, ${bound('max')}, $4, $5, $6, $7)`,
      [runId, definition.table, slices, counts.inserted, counts.updated, counts.deleted, inputs],
    );
  }
  const { rows } = await warehouse.one<{ rows: string }>(
    `select count(*)::text as rows from ${quoteIdentifier(definition.table)}`,
  );
  return Number(rows);
}
