import { quoteIdentifier, quoteLiteral } from '@acme/db';
import type { ComputeContext } from '../context/run-base';
import type { MetricDefinition } from '../definitions/metric-definition';
import { createScratch, createScratchAs, createScratchWith, type Scratch } from '../sql/scratch';
import { wholeTable } from './mark-stale';
import { sliceKindOf, type Calendar, type SliceKind, type StaleSlices } from './slice-kind';
import type { SliceRange } from './slice-range';
import type { TableState } from './table-state';

/** The slices that are due, and the marks they came from. */
export interface CollectedSlices {
  readonly stale: StaleSlices;
  readonly seenMarks: Scratch<'seen_marks'>;
}

/** Collects the slices to recompute: those marked, those matured, and those that joined or left the range. */
export async function collectStale(
  context: ComputeContext,
  definition: MetricDefinition,
  state: TableState | undefined,
  range: SliceRange | undefined,
): Promise<CollectedSlices> {
  // Marks first: what another job marks after this statement is left for the next run.
  const seenMarks = await createScratchAs(
    context.warehouse,
    'seen_marks',
    `select mark_id, slice from etl.stale_slices where table_name = ${quoteLiteral(definition.table)}`,
  );
  const marked = `select distinct slice from ${seenMarks.name} where slice <> '${wholeTable}'`;
  const kind = sliceKindOf(definition);
  if (!kind.calendar) return { stale: await staleKeys(context, definition, state, marked), seenMarks };
  const candidates = await createScratch(context.warehouse, 'candidates');
  const calendar = new CalendarCandidates(context, definition, kind.calendar, candidates);
  if (context.days) await calendar.addDays(context.days);
  else await calendar.addDue(marked, state, range);
  return { stale: await bounded(context, kind, kind.calendar, candidates, range), seenMarks };
}

/** No key is of a range of days. */
async function staleKeys(
  context: ComputeContext,
  definition: MetricDefinition,
  state: TableState | undefined,
  marked: string,
): Promise<StaleSlices> {
  const { warehouse } = context;
  if (context.days) return createScratchAs(warehouse, 'stale_keys', 'select null::text where false');
  const maturing = state?.computed_now
    ? await maturingQuery(context, definition, state.computed_now)
    : undefined;
  const due = [
    marked,
    ...(maturing ? [`select slice from (${maturing}\n) as matured where slice is not null`] : []),
  ];
  return createScratchAs(warehouse, 'stale_keys', `select slice from (${due.join(' union ')}) as due`);
}

/** The definition's query for what matured since `after`, with the relation it asks for made ready. */
async function maturingQuery(
  { warehouse, now }: ComputeContext,
  { matures, files }: MetricDefinition,
  after: string,
): Promise<string | undefined> {
  if (!matures?.file) return undefined;
  await createScratchWith(warehouse, 'maturing', 'values ($1::timestamptz, $2::timestamptz)', [after, now]);
  return files.get(matures.file)!;
}

/** Fills `candidates` with days or months that may have to be computed. */
class CalendarCandidates {
  constructor(
    private readonly context: ComputeContext,
    private readonly definition: MetricDefinition,
    private readonly calendar: Calendar,
    private readonly candidates: Scratch<'candidates'>,
  ) {}

  /** An explicit range of days means exactly its slices, stale or not. */
  async addDays({ from, to }: { readonly from: string; readonly to: string }): Promise<void> {
    await this.add(this.series(this.calendar.sliceOf('$1::date'), '$2'), [from, to]);
  }

  async addDue(marked: string, state: TableState | undefined, range: SliceRange | undefined): Promise<void> {
    await this.add(`select slice::date from (${marked}) as marked`);
    if (state?.computed_now) await this.addMatured(state.computed_now);
    if (range) await this.addRangeGrowth(state, range);
  }

  /** Slices of which a window closed, that is matured, between the last now and this one. */
  private async addMatured(lastNow: string): Promise<void> {
    const { context, definition, calendar } = this;
    const { hours = [], days = [] } = definition.matures ?? {};
    const next = calendar.next('slice');
    const ends = [
      ...hours.map((offset) => `etl.day_start(${next}, $3) + interval '${offset} hours'`),
      ...days.map((offset) => `etl.day_start(${next} + ${offset}, $3)`),
    ];
    const column = quoteIdentifier(definition.slice.column);
    for (const end of ends)
      await this.add(
        `select slice
         from (select distinct ${column} as slice from ${quoteIdentifier(definition.table)}) as published
         where ${end} > $1::timestamptz and ${end} <= $2::timestamptz`,
        [lastNow, context.now, context.timeZone],
      );
    const query = await maturingQuery(context, definition, lastNow);
    if (query)
      await this.add(
        `select ${calendar.sliceOf('slice')} from (${query}\n) as matured where slice is not null`,
      );
  }

  /** Slices that joined the range of a dense table, or left it (to be deleted), since it was last computed. */
  private async addRangeGrowth(state: TableState | undefined, range: SliceRange): Promise<void> {
    await this.add(
      `with before as (${this.series('$1', '$2')}),
       today as (${this.series('$3', '$4')})
       (select slice from today except select slice from before)
       union all
       (select slice from before except select slice from today)`,
      [state?.first_day ?? null, state?.last_day ?? null, range.first, range.last],
    );
  }

  private series(first: string, last: string): string {
    return `select slice::date
      from generate_series(${first}::date::timestamp, ${last}::date::timestamp, interval '${this.calendar.length}') as slice`;
  }

  private async add(query: string, values: unknown[] = []): Promise<void> {
    await this.context.warehouse.query(`insert into ${this.candidates.name} ${query}`, values);
  }
}

/** The candidates in the range of a dense table, with their instants. */
function bounded(
  { warehouse, timeZone, now }: ComputeContext,
  { staleTable }: SliceKind,
  calendar: Calendar,
  candidates: Scratch<'candidates'>,
  range: SliceRange | undefined,
): Promise<StaleSlices> {
  return createScratchWith(
    warehouse,
    staleTable,
    `select slice, starts_at, ends_at, least(ends_at, $2::timestamptz)
     from (
       select distinct slice,
         etl.day_start(slice, $1) as starts_at, etl.day_start(${calendar.next('slice')}, $1) as ends_at
       from ${candidates.name}
       where ${range ? 'slice between $3::date and $4::date' : 'true'}
     ) as slices`,
    range ? [timeZone, now, range.first, range.last] : [timeZone, now],
  );
}
