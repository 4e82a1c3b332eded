export interface LoadCounts {
  extracted: number;
  inserted: number;
  updated: number;
  unchanged: number;
  quarantined: number;
  deleted: number;
}

export interface PublicationCounts {
  table: string;
  slices: number;
  inserted: number;
  updated: number;
  deleted: number;
  /** Rows in the table afterwards. */
  rows: number;
}

/** What a run did, in numbers; the closing report, the ledger and the last log line show it. */
export interface RunSummary {
  loads: Record<string, LoadCounts>;
  publications: PublicationCounts[];
  failedChecks: { table: string; check: string; level: 'error' | 'warn'; violations: number }[];
  /** Entities that were read again from their beginning, and why. */
  readAgain: { entity: string; why: string }[];
  /** Tables that were left as they are, since facts of another job are being read again. */
  heldBack: { table: string; waitsFor: string[] }[];
  /** Tables that were not what had been published, and were made good. */
  restored: { table: string; what: string[] }[];
  /** Rows now in quarantine, of all entities of the job. */
  quarantineOpen: number;
  seconds: number;
}

export const emptySummary = (): RunSummary => ({
  loads: {},
  publications: [],
  failedChecks: [],
  readAgain: [],
  heldBack: [],
  restored: [],
  quarantineOpen: 0,
  seconds: 0,
});

export const noLoad = (): LoadCounts => ({
  extracted: 0,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  quarantined: 0,
  deleted: 0,
});

/** Adds a transaction's counts to those of its entity. */
export function addLoad(summary: RunSummary, entity: string, counts: LoadCounts): void {
  const total = (summary.loads[entity] ??= noLoad());
  for (const key of Object.keys(counts) as (keyof LoadCounts)[]) total[key] += counts[key];
}
