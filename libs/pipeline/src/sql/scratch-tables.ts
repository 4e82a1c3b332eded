/** How long what a scratch table holds is true. Each stands until it is made anew or the session ends. */
export type Lifetime =
  /** From the opening of the run to its end. */
  | 'run'
  /** Within the transaction that made it. */
  | 'transaction';

interface ScratchTable {
  readonly holds: string;
  /** Their types and constraints by name; or, in words, what they follow from. */
  readonly columns: Readonly<Record<string, string>> | string;
  /** Files of this library that make it. */
  readonly writers: readonly string[];
  /** Files of this library, and folders and files of `sql`, whose statements name it. */
  readonly readers: readonly string[];
  readonly lifetime: Lifetime;
}

const boundedSlice = {
  starts_at: 'timestamptz',
  ends_at: 'timestamptz',
  counts_until: 'timestamptz',
};

const staleReaders = [
  'staleness/find-slice.ts',
  'staleness/published-slices.ts',
  'staleness/reads-check.ts',
  'staleness/slice-kind.ts',
  'publish/record-publication.ts',
  'publish/write-differences.ts',
  'sql/metrics',
] as const;

/** Every temporary table of the engine: what stands between the statements of a transaction. */
export const scratchTables = {
  this_run: {
    holds: "The run's now, the zone of its days, and the local day that is running.",
    columns: { now: 'timestamptz not null', zone: 'text not null', today: 'date not null' },
    writers: ['context/this-run.ts'],
    readers: [
      'context/run-base.ts',
      'load/future-rows.ts',
      'load/history.ts',
      'parity/compare-schemas.ts',
      'staleness/propagation-query.ts',
      'sql/engine/load',
      'sql/metrics',
      'sql/parity',
    ],
    lifetime: 'run',
  },
  legacy_rows: {
    holds: 'Rows of the legacy source as they arrive, tokenised, to be converted.',
    columns: "the columns in which core has the entity's source shape",
    writers: ['source/staging.ts'],
    readers: ['source/convert.ts', 'source/stage.ts', 'load/load-children.ts', 'sql/sources/legacy'],
    lifetime: 'transaction',
  },
  staging: {
    holds:
      'Rows read in one transaction, tokenised and converted; after quarantine those that keep the model.',
    columns: "the entity's columns in core; `defects`, what is wrong with each, where a conversion made them",
    writers: ['source/staging.ts', 'source/convert.ts'],
    readers: [
      'source/quarantine.ts',
      'source/stage.ts',
      'load/future-rows.ts',
      'load/history.ts',
      'load/load-children.ts',
      'load/load-transaction.ts',
      'load/merge-staged.ts',
      'load/merge.ts',
      'reconcile/reconcile-read.ts',
      'sql/engine/source',
    ],
    lifetime: 'transaction',
  },
  refused: {
    holds: 'Rows of staging that break the model: a row for the ways in which one does.',
    columns: { id: 'bigint', updated_at: 'timestamptz', row_hash: 'bigint', reasons: 'text[]' },
    writers: ['source/quarantine.ts'],
    readers: ['source/refused-batch.ts', 'source/staging.ts', 'load/merge-staged.ts', 'sql/engine/source'],
    lifetime: 'transaction',
  },
  parents: {
    holds: 'Keys of all rows read that have embedded children, refused ones too.',
    columns: { id: 'bigint' },
    writers: ['load/load-transaction.ts'],
    readers: ['load/load-children.ts'],
    lifetime: 'transaction',
  },
  due: {
    holds: 'Keys of rows whose instants, in the future when they were loaded, have passed.',
    columns: { id: 'bigint' },
    writers: ['load/future-rows.ts'],
    readers: ['load/future-rows.ts'],
    lifetime: 'transaction',
  },
  ids_to_delete: {
    holds: 'Keys of rows that leave core, or of the parents of such rows.',
    columns: { id: 'bigint' },
    writers: ['load/delete-rows.ts'],
    readers: ['load/tombstone.ts', 'sql/engine/sweep'],
    lifetime: 'transaction',
  },
  all_changes: {
    holds: 'Rows of one relation that are new, other than before or deleted by this transaction.',
    columns:
      'is_new, is_gone; old_… and new_… of each column that some table reads; of a core table also its key, and what history compares',
    writers: ['staleness/all-changes.ts'],
    readers: [
      'staleness/mark-stale.ts',
      'load/delete-rows.ts',
      'load/future-rows.ts',
      'load/history.ts',
      'load/merge.ts',
      'publish/publish.ts',
      'publish/write-differences.ts',
      'sql/engine/load',
    ],
    lifetime: 'transaction',
  },
  changed: {
    holds:
      'No rows: the shape of `changed` in propagation queries, which there is the part of all_changes that matters.',
    columns: 'as all_changes',
    writers: ['staleness/all-changes.ts'],
    readers: ['staleness/propagation-query.ts', 'staleness/reads-check.ts', 'sql/metrics'],
    lifetime: 'transaction',
  },
  seen_marks: {
    holds: 'Marks of the table that were there when its slices were collected.',
    columns: { mark_id: 'bigint', slice: 'text' },
    writers: ['staleness/collect-stale.ts'],
    readers: ['staleness/collect-stale.ts', 'publish/record-publication.ts'],
    lifetime: 'transaction',
  },
  candidates: {
    holds: 'Days or months that may have to be computed, repeated ones and those outside the range too.',
    columns: { slice: 'date' },
    writers: ['staleness/collect-stale.ts'],
    readers: ['staleness/collect-stale.ts'],
    lifetime: 'transaction',
  },
  maturing: {
    holds: "The table's last now and this one, between which windows closed.",
    columns: { after: 'timestamptz not null', until: 'timestamptz not null' },
    writers: ['staleness/collect-stale.ts'],
    readers: ['sql/metrics'],
    lifetime: 'transaction',
  },
  stale_days: {
    holds:
      'Local days that are computed, with their instants; events count until the end, or now if that is earlier.',
    columns: { day: 'date primary key', ...boundedSlice },
    writers: ['staleness/collect-stale.ts'],
    readers: staleReaders,
    lifetime: 'transaction',
  },
  stale_months: {
    holds: 'The same for local months, by their first day.',
    columns: { month: 'date primary key', ...boundedSlice },
    writers: ['staleness/collect-stale.ts'],
    readers: staleReaders,
    lifetime: 'transaction',
  },
  stale_keys: {
    holds: 'Keys, such as users, that are computed.',
    columns: { key: 'text' },
    writers: ['staleness/collect-stale.ts'],
    readers: staleReaders,
    lifetime: 'transaction',
  },
  suspects: {
    holds: 'The stale slices, numbered, of a computation that failed.',
    columns: { slice: 'text', nth: 'bigint' },
    writers: ['staleness/find-slice.ts'],
    readers: ['staleness/find-slice.ts'],
    lifetime: 'transaction',
  },
  fresh: {
    holds: 'The rows that a metric query gave for the stale slices.',
    columns: "the definition's columns",
    writers: ['publish/compute-fresh.ts'],
    readers: ['context/checks.ts', 'publish/write-differences.ts', 'trial/make-pairs.ts'],
    lifetime: 'transaction',
  },
  digest_before: {
    holds: 'What the stale keys added to their buckets of the ledger before rows were written.',
    columns: { slice: 'text', row_count: 'bigint', hash: 'numeric' },
    writers: ['staleness/published-slices.ts'],
    readers: ['staleness/published-slices.ts'],
    lifetime: 'transaction',
  },
  compared: {
    holds: 'The local days that parity compares, inclusive.',
    columns: { from_day: 'date not null', to_day: 'date not null' },
    writers: ['parity/compare-schemas.ts'],
    readers: ['parity/compare-table.ts', 'sql/parity'],
    lifetime: 'run',
  },
  judged: {
    holds: 'The values of a v1 table beside their v2 counterparts, with a verdict on each.',
    columns: {
      day: 'date',
      key: 'text',
      measure: 'text',
      v1: 'double precision',
      v2: 'double precision',
      reasons: 'text[]',
      verdict: 'text',
    },
    writers: ['parity/compare-table.ts'],
    readers: ['parity/compare-table.ts'],
    lifetime: 'run',
  },
  pairs: {
    holds:
      'Rows that a trial computed beside the published ones of the same slices, with what became of each.',
    columns: 'kind, slice and key, texts; old_… and new_… of each column that can be compared',
    writers: ['trial/make-pairs.ts'],
    readers: ['trial/compare-with-published.ts', 'trial/compare-measures.ts'],
    lifetime: 'transaction',
  },
} as const satisfies Record<string, ScratchTable>;

export type ScratchName = keyof typeof scratchTables;

/** Those whose columns are the same for every entity and definition. */
export type FixedScratchName = {
  [N in ScratchName]: (typeof scratchTables)[N]['columns'] extends string ? never : N;
}[ScratchName];
