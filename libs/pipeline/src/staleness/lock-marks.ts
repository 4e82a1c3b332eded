import { isLockError } from '../context/lock-wait';
import type { RunBase } from '../context/run-base';
import { checkStopped } from '../context/stop';

/** Whether tables of another job than the one at work read the relation. */
export const readByOtherJobs = (context: RunBase, relation: string): boolean =>
  context.definitions.some(({ domain, reads }) => domain !== context.job.domain && relation in reads);

/**
 * Keeps what one job marks for another, up to its commit, apart from what the other publishes meanwhile. A
 * propagation query looks things up in facts that the other job may be loading: of two transactions that do not
 * see each other, neither would mark what both together change. A dry run is one transaction and rolled
 * back; it does not hold up other jobs.
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
  // Who holds it is another job at work, which waits for no other job meanwhile: it is waited for however long it takes.
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
