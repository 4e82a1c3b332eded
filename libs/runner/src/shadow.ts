import type { Config } from '@acme/config';
import type { Job } from '@acme/pipeline';
import type { Logger } from 'pino';
import { runParity } from './run-parity';

/** Seconds that the comparison waits for jobs that run at the same time as processes of their own. */
const patienceSeconds = 1_800;

/** The comparison after a run. What it finds is recorded and shown; it is no failure of the run. */
export async function shadow(
  jobs: readonly Job[],
  config: Config,
  log: Logger,
  signal: AbortSignal,
  say: ((text: string) => void) | undefined,
): Promise<void> {
  say?.('comparing v1 with v2');
  const { tables } = await runParity(config, jobs, { record: true, patienceSeconds, signal });
  for (const { table, compared, equal, declared, unexplained } of tables) {
    const counts = { table, compared, equal, declared, unexplained };
    if (unexplained > 0) log.warn(counts, 'v1 and v2 differ for no declared reason');
    else log.info(counts, 'v1 and v2 agree');
  }
  const wrong = tables.filter(({ unexplained }) => unexplained > 0).map(({ table }) => table);
  say?.(
    wrong.length > 0
      ? `v1 and v2 differ for no declared reason in ${wrong.join(', ')}: acme-etl parity shows where`
      : 'v1 and v2 agree, apart from the declared differences',
  );
}
