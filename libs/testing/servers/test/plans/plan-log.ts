import { readFileSync } from 'node:fs';

/** One node of a plan, as EXPLAIN (ANALYZE, FORMAT JSON) writes it. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'CTE Name'?: string;
  readonly Alias?: string;
  /** Of one loop, as is what a filter removed. */
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Join Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** A statement as the server executed it. */
export interface Executed {
  /** The connection's name: the job, and the step that it was at. */
  readonly step: string;
  readonly milliseconds: number;
  readonly text: string;
  readonly plan: PlanNode;
}

/** A statement that the server ended, since it took too long. */
export interface Cancelled {
  readonly step: string;
  readonly text: string;
}

/** Settings by which the server logs the plan of whatever takes longer than a few milliseconds. */
export const planSettings = {
  shared_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '10ms',
  'auto_explain.log_analyze': 'on',
  // Rows are counted, nodes are not timed, which would be slow.
  'auto_explain.log_timing': 'off',
  'auto_explain.log_format': 'json',
  log_line_prefix: '@@%a@@',
  log_min_error_statement: 'error',
};

/** Reads the log of a server that was started with `planSettings`. */
export function readPlanLog(file: string): { executed: Executed[]; cancelled: Cancelled[] } {
  const executed: Executed[] = [];
  const cancelled: Cancelled[] = [];
  let wasCancelled = false;
  for (const entry of readFileSync(file, 'utf8').split(/^@@/m)) {
    const [, step, level, message] = /^(.*?)@@(\w+): {2}([^]*)$/.exec(entry) ?? [];
    if (step === undefined || message === undefined) continue;
    const [, milliseconds, json] = /^duration: ([\d.]+) ms {2}plan:\s+(\{[^]*\})\s*$/.exec(message) ?? [];
    if (json) {
      const { 'Query Text': text, Plan: plan } = JSON.parse(json) as { 'Query Text': string; Plan: PlanNode };
      executed.push({ step, milliseconds: Number(milliseconds), text, plan });
    }
    if (level === 'STATEMENT' && wasCancelled) cancelled.push({ step, text: message.trim() });
    // Waits for a lock are bounded too, and end otherwise.
    wasCancelled = level === 'ERROR' && message.startsWith('canceling statement due to statement timeout');
  }
  return { executed, cancelled };
}
