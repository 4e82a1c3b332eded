import { quoteIdentifier, type Session } from '@acme/db';
import { columnsRead, everythingAsNew, markReached, wholeTable } from './changes';
import type { ComputeContext, RunBase } from '../context/run-base';
import type { MetricDefinition } from '../definitions/metric-definition';
import { tempTable } from '../sql/temp-table';

/** What the ledger knows of a metric table. */
export interface TableState {
  readonly definition: string;
  readonly zone: string;
  readonly computed_now: string | null;
  readonly first_day: string | null;
  readonly last_day: string | null;
  /** Of the PII key; null: computed before this was noted. */
  readonly key_check: string | null;
}

/** The temporary table of the slices that are computed, by their kind. */
export const sliceTable = { day: 'stale_days', month: 'stale_months', key: 'stale_keys' } as const;

/** The first and last slice of a dense table; null where there is no data. */
export interface SliceRange {
  readonly first: string | null;
  readonly last: string | null;
}

export async function readTableState(
  context: ComputeContext,
  definition: MetricDefinition,
): Promise<TableState | undefined> {
  const rows = await context.warehouse.rows<TableState>(
    `select definition, zone, computed_now::text, first_day::text, last_day::text, key_check
     from etl.metric_tables where table_name = $1`,
    [definition.table],
  );
  return rows[0];
}

/** Everything must be computed again: a new table, new SQL, another zone or key, or a now before the last one. */
export async function needsRebuild(
  context: RunBase,
  definition: MetricDefinition,
  state: TableState | undefined,
): Promise<boolean> {
  if (!state?.computed_now || context.fullRefresh) return true;
  const { marked } = await context.warehouse.one<{ marked: boolean }>(
    'select exists (select from etl.stale_slices where table_name = $1 and slice = $2) as marked',
    [definition.table, wholeTable],
  );
  if (marked) return true;
  if (state.key_check !== context.keyring.checkValue) return true;
  const clockWentBack = Date.parse(context.now) < Date.parse(state.computed_now);
  return state.definition !== definition.fingerprint || state.zone !== context.timeZone || clockWentBack;
}

/** The tables that were computed by their present definition and zone. */
export async function readComputedTables(
  warehouse: Session,
  definitions: readonly MetricDefinition[],
  zone: string,
): Promise<Set<string>> {
  const rows = await warehouse.rows<{ table_name: string; definition: string }>(
    'select table_name, definition from etl.metric_tables where computed_now is not null and zone = $1',
    [zone],
  );
  const known = new Map(rows.map((row) => [row.table_name, row.definition]));
  return new Set(
    definitions
      .filter(({ table, fingerprint }) => known.get(table) === fingerprint)
      .map(({ table }) => table),
  );
}

/** Marks every slice that any row reaches, and every published one. */
export async function markEverything(context: ComputeContext, definition: MetricDefinition): Promise<void> {
  for (const relation of Object.keys(definition.reads)) {
    await everythingAsNew(context, relation, columnsRead([definition], relation));
    await markReached(context, definition, relation);
  }
  await context.warehouse.query(
    `insert into etl.stale_slices (table_name, slice, run_id)
     select distinct $1::text, ${quoteIdentifier(definition.slice.column)}::text, $2::bigint from ${quoteIdentifier(definition.table)}`,
    [definition.table, context.runId],
  );
}

export async function readRange(
  context: ComputeContext,
  definition: MetricDefinition,
): Promise<SliceRange | undefined> {
  if (!definition.rangeQuery) return undefined;
  const rows = await context.warehouse.rows<SliceRange>(
    `select first_slice::text as first, last_slice::text as last from (${definition.rangeQuery}\n) as range`,
  );
  return rows[0] ?? { first: null, last: null };
}

/**
 * Collects the slices to recompute into `stale_days`, `stale_months` or `stale_keys`, and the marks they
 * came from into `seen_marks`. Gives the number of slices.
 */
export async function collectStale(
  context: ComputeContext,
  definition: MetricDefinition,
  state: TableState | undefined,
  range: SliceRange | undefined,
): Promise<number> {
  const { warehouse } = context;
  // Marks first: what another job marks after this statement is left for the next run.
  await tempTable(
    warehouse,
    'seen_marks',
    `as select mark_id, slice from etl.stale_slices where table_name = '${definition.table}'`,
  );
  const marked = `select distinct slice from seen_marks where slice <> '${wholeTable}'`;
  if (definition.slice.kind === 'key') {
    if (context.days) return tempTable(warehouse, 'stale_keys', 'as select null::text as key where false');
    const maturing = state?.computed_now
      ? await maturingQuery(context, definition, state.computed_now)
      : undefined;
    const matured = maturing
      ? ` union select slice from (${maturing}\n) as matured where slice is not null`
      : '';
    return tempTable(warehouse, 'stale_keys', `as select slice as key from (${marked}${matured}) as marked`);
  }
  await tempTable(warehouse, 'candidates', '(slice date)');
  await warehouse.query(`insert into candidates select slice::date from (${marked}) as marked`);
  if (state?.computed_now) await addMatured(context, definition, state.computed_now);
  if (range) await addRangeGrowth(context, definition, state, range);
  if (context.days) await restrictToDays(context, definition);
  return definition.slice.kind === 'day' ? staleDays(context, range) : staleMonths(context, range);
}

/** The definition's query for what matured since `after`, with the relation it asks for made ready. */
async function maturingQuery(
  context: ComputeContext,
  definition: MetricDefinition,
  after: string,
): Promise<string | undefined> {
  const file = definition.matures?.file;
  if (!file) return undefined;
  await tempTable(context.warehouse, 'maturing', '(after timestamptz not null, until timestamptz not null)');
  await context.warehouse.query('insert into maturing values ($1, $2)', [after, context.now]);
  await context.warehouse.query('analyze maturing');
  return definition.files.get(file)!;
}

/** Slices of which a window closed, that is matured, between the last now and this one. */
async function addMatured(
  context: ComputeContext,
  definition: MetricDefinition,
  lastNow: string,
): Promise<void> {
  const column = quoteIdentifier(definition.slice.column);
  const next = definition.slice.kind === 'day' ? 'slice + 1' : "(slice + interval '1 month')::date";
  const ends = [
    ...(definition.matures?.hours ?? []).map(
      (hours) => `etl.day_start(${next}, $3) + interval '${hours} hours'`,
    ),
    ...(definition.matures?.days ?? []).map((days) => `etl.day_start(${next} + ${days}, $3)`),
  ];
  for (const end of ends) {
    await context.warehouse.query(
      `insert into candidates
       select slice from (select distinct ${column} as slice from ${quoteIdentifier(definition.table)}) as published
       where ${end} > $1::timestamptz and ${end} <= $2::timestamptz`,
      [lastNow, context.now, context.timeZone],
    );
  }
  const query = await maturingQuery(context, definition, lastNow);
  if (!query) return;
  const slice =
    definition.slice.kind === 'month' ? "date_trunc('month', slice::timestamp)::date" : 'slice::date';
  await context.warehouse.query(
    `insert into candidates select ${slice} from (${query}\n) as matured where slice is not null`,
  );
}

/** Slices that joined the range of a dense table, or left it (to be deleted), since it was last computed. */
async function addRangeGrowth(
  context: ComputeContext,
  definition: MetricDefinition,
  state: TableState | undefined,
  range: SliceRange,
): Promise<void> {
  const step = definition.slice.kind === 'day' ? '1 day' : '1 month';
  const series = (first: string, last: string) =>
    `select slice::date from generate_series(${first}::date::timestamp, ${last}::date::timestamp, interval '${step}') as slice`;
  await context.warehouse.query(
    `with before as (${series('$1', '$2')}), today as (${series('$3', '$4')})
     insert into candidates
     (select slice from today except select slice from before)
     union all
     (select slice from before except select slice from today)`,
    [state?.first_day ?? null, state?.last_day ?? null, range.first, range.last],
  );
}

/** An explicit range of days means exactly its slices, stale or not. */
async function restrictToDays(context: ComputeContext, definition: MetricDefinition): Promise<void> {
  const month = definition.slice.kind === 'month';
  const first = month ? "date_trunc('month', $1::date::timestamp)" : '$1::date::timestamp';
  const { from, to } = context.days!;
  await context.warehouse.query('truncate candidates');
  await context.warehouse.query(
    `insert into candidates
     select slice::date from generate_series(${first}, $2::date::timestamp, interval '${month ? '1 month' : '1 day'}') as slice`,
    [from, to],
  );
}

const bounded = (range: SliceRange | undefined) =>
  range ? 'where slice between $3::date and $4::date' : 'where true';

/** `stale_days`: each with its first instant, the next day's, and the instant up to which events count. */
async function staleDays(context: ComputeContext, range: SliceRange | undefined): Promise<number> {
  await tempTable(
    context.warehouse,
    'stale_days',
    '(day date primary key, starts_at timestamptz, ends_at timestamptz, counts_until timestamptz)',
  );
  return fillStale(context, 'stale_days', 'slice + 1', range);
}

async function staleMonths(context: ComputeContext, range: SliceRange | undefined): Promise<number> {
  await tempTable(
    context.warehouse,
    'stale_months',
    '(month date primary key, starts_at timestamptz, ends_at timestamptz, counts_until timestamptz)',
  );
  return fillStale(context, 'stale_months', "(slice + interval '1 month')::date", range);
}

async function fillStale(
  context: ComputeContext,
  table: string,
  next: string,
  range: SliceRange | undefined,
): Promise<number> {
  const filled = await context.warehouse.run(
    `insert into ${table}
     select slice, starts_at, ends_at, least(ends_at, $2::timestamptz)
     from (
       select distinct slice, etl.day_start(slice, $1) as starts_at, etl.day_start(${next}, $1) as ends_at
       from candidates ${bounded(range)}
     ) as slices`,
    range ? [context.timeZone, context.now, range.first, range.last] : [context.timeZone, context.now],
  );
  await context.warehouse.query(`analyze ${table}`);
  return filled;
}
