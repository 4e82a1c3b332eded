import { UsageError } from '@acme/errors';
import type { RunArguments } from './arguments';
import { readDays } from './days';
import { daysOfJobName } from './job-name';
import type { Config } from './load-config';

/**
 * A run's arguments with the days it works on: those of the command line, else of the settings RUN_DATE or
 * RUN_FROM and RUN_TO, else of the Kubernetes Job's own name, else everything due. Days of the last two come
 * with a note where they came from, for the ledger.
 * @throws UsageError (64) on days that are wrong, almost in a name, or next to --full-refresh
 */
export function withDays(given: RunArguments, config: Pick<Config, 'runDays' | 'jobName'>): RunArguments {
  if (given.days) return given;
  const named = readDays(config.runDays, { date: 'RUN_DATE', from: 'RUN_FROM', to: 'RUN_TO' });
  if (named) {
    if (given.fullRefresh)
      throw new UsageError(
        '--full-refresh and the days in RUN_DATE, RUN_FROM, RUN_TO exclude each other',
        'unset one of them',
      );
    return { ...given, days: named, daysFrom: 'settings' };
  }
  if (given.fullRefresh || !config.jobName) return given;
  const days = daysOfJobName(config.jobName);
  return days ? { ...given, days, daysFrom: 'job name' } : given;
}
