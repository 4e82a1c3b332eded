import { setTimeout as sleep } from 'node:timers/promises';
import { tryAdvisoryLock, type Session } from '@acme/db';
import { LockHeldError, StoppedError } from '@acme/errors';
import type { Job } from '../definitions/job';

/**
 * Takes the locks of jobs, so that none of them writes meanwhile; they go with the session.
 * @throws LockHeldError when one is held and stays so for `patienceSeconds`
 */
export async function holdLocks(
  session: Session,
  jobs: readonly Job[],
  { signal, patienceSeconds = 0 }: { signal: AbortSignal; patienceSeconds?: number },
): Promise<void> {
  const until = Date.now() + patienceSeconds * 1000;
  for (const job of jobs) {
    while (!(await tryAdvisoryLock(session.client, `acme-etl ${job.name}`))) {
      if (signal.aborted) throw new StoppedError();
      if (Date.now() >= until) {
        throw new LockHeldError(
          `a run of ${job.name} is at work`,
          'wait until it has ended, then try again; `acme-etl history` shows it',
        );
      }
      await sleep(1_000, undefined, { signal }).catch(() => undefined);
    }
  }
}
