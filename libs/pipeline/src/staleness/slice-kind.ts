import type { Scratch } from '../sql/scratch';
import type { MetricDefinition } from '../definitions/metric-definition';

/** The slices of one publication, whatever their kind. */
export type StaleSlices = Scratch<'stale_days' | 'stale_months' | 'stale_keys'>;

/** What slices of days or months have beyond those of keys: an order, a length and instants. */
export interface Calendar {
  /** SQL of the first day of the slice in which a date lies. */
  readonly sliceOf: (date: string) => string;
  /** SQL of the first day of the next slice. */
  readonly next: (slice: string) => string;
  /** From one slice to the next, an SQL interval. */
  readonly length: '1 day' | '1 month';
}

/** The unit in which a table is recomputed: all that differs between local days, local months and keys. */
export interface SliceKind {
  /** Also the name of the stale table's column of slices. */
  readonly name: 'day' | 'month' | 'key';
  /** The scratch table of the slices that are computed. */
  readonly staleTable: StaleSlices['name'];
  /** Absent: slices have no order, and all of them are there at any time. */
  readonly calendar?: Calendar;
  /** SQL of a slice, as the marks have it, from what propagation queries give as `slice`. */
  readonly marked: string;
  /** SQL of what `etl.published_slices` has a row for, from the table's column of slices. */
  readonly published: (column: string) => string;
  /** What a row of `etl.published_slices` stands for. */
  readonly publishedNoun: { readonly one: string; readonly many: string };
}

/** Keys are too many, and tokens too personal, for the ledger: it has them by bucket. */
const buckets = 256;

const days: Calendar = {
  sliceOf: (date) => `${date}::date`,
  next: (slice) => `${slice} + 1`,
  length: '1 day',
};

const months: Calendar = {
  sliceOf: (date) => `date_trunc('month', ${date}::timestamp)::date`,
  next: (slice) => `(${slice} + interval '1 month')::date`,
  length: '1 month',
};

export const sliceKinds: Readonly<Record<SliceKind['name'], SliceKind>> = {
  day: {
    name: 'day',
    staleTable: 'stale_days',
    calendar: days,
    marked: `${days.sliceOf('slice')}::text`,
    published: (column) => `${column}::text`,
    publishedNoun: { one: 'day', many: 'days' },
  },
  month: {
    name: 'month',
    staleTable: 'stale_months',
    calendar: months,
    marked: `${months.sliceOf('slice')}::text`,
    published: (column) => `${column}::text`,
    publishedNoun: { one: 'month', many: 'months' },
  },
  key: {
    name: 'key',
    staleTable: 'stale_keys',
    marked: 'slice',
    published: (column) =>
      `(((hashtextextended(${column}::text, 0) % ${buckets}) + ${buckets}) % ${buckets})::text`,
    publishedNoun: { one: 'bucket of keys', many: 'buckets of keys' },
  },
};

export const sliceKindOf = ({ slice }: MetricDefinition): SliceKind => sliceKinds[slice.kind];

/** SQL of a query of the slices that are computed. */
export const staleSlices = (kind: SliceKind, stale: StaleSlices): string =>
  `select ${kind.name} from ${stale.name}`;
