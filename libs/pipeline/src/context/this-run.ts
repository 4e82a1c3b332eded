import type { Session } from '@acme/db';
import { createScratchWith, type Scratch } from '../sql/scratch';

/** Makes `this_run`, for every query: the run's now, the zone of days, and the day that is running. */
export const makeThisRun = (
  warehouse: Session,
  { now, timeZone }: { readonly now: string; readonly timeZone: string },
): Promise<Scratch<'this_run'>> =>
  createScratchWith(
    warehouse,
    'this_run',
    'select $1::timestamptz, $2::text, etl.local_day($1::timestamptz, $2::text)',
    [now, timeZone],
  );
