import type { Config } from '@acme/config';
import type { Logger } from 'pino';
import type { EndedRun } from './termination-message';
import { withWarehouse } from './warehouse';

const timeoutMilliseconds = 5_000;

/**
 * Pushes what a job's run came to, under the job's name and never the pod's, so that a push replaces the last
 * one. What a failed run does not push keeps its value: the last success, and how complete each table is. A
 * gateway that cannot be reached is warned about; it is no failure of the run.
 */
export async function pushMetrics(config: Config, runs: readonly EndedRun[], log: Logger): Promise<void> {
  const { pushgatewayUrl } = config;
  if (!pushgatewayUrl) return;
  for (const run of runs) {
    try {
      const days = run.error === undefined && run.runId ? await completeDays(config, run.runId) : [];
      const response = await fetch(`${pushgatewayUrl}/metrics/job/${encodeURIComponent(run.job)}`, {
        method: 'POST',
        body: render(run, days, Date.now() / 1000),
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      if (!response.ok) throw new Error(`the gateway answered ${response.status}`);
    } catch (error) {
      log.warn({ err: error, job: run.job }, 'metrics could not be pushed');
    }
  }
}

interface CompleteDay {
  readonly table: string;
  /** Where the last complete local day begins, seconds since 1970. */
  readonly at: string;
}

/** Of the tables that the run brought up to date: those that the flags no longer publish would alarm for ever. */
const completeDays = (config: Config, runId: string): Promise<CompleteDay[]> =>
  withWarehouse(config, (warehouse) =>
    warehouse.rows<CompleteDay>(
      `select table_name as table,
         extract(epoch from etl.day_start(etl.local_day(computed_now, zone) - 1, zone))::bigint::text as at
       from etl.metric_tables where run_id = $1 and computed_now is not null order by table_name`,
      [runId],
    ),
  );

/** The text format of Prometheus. */
export function render(run: EndedRun, days: readonly CompleteDay[], at: number): string {
  const lines: string[] = [];
  const gauge = (
    name: string,
    help: string,
    samples: readonly [labels: string, value: number | string][],
  ) => {
    if (samples.length === 0) return;
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} gauge`);
    for (const [labels, value] of samples) lines.push(`${name}${labels} ${value}`);
  };
  if (run.error === undefined)
    gauge('acme_etl_last_success_timestamp_seconds', 'When the job last succeeded.', [['', Math.floor(at)]]);
  gauge(
    'acme_etl_table_last_complete_day_timestamp_seconds',
    'Start of the last complete day that a table was computed for.',
    days.map(({ table, at: start }) => [`{table="${table}"}`, start]),
  );
  if (run.summary) {
    gauge('acme_etl_run_duration_seconds', 'How long the last run took.', [['', run.summary.seconds]]);
    if (run.error === undefined)
      gauge('acme_etl_quarantine_rows', 'Rows now in quarantine.', [['', run.summary.quarantineOpen]]);
  }
  return `${lines.join('\n')}\n`;
}
