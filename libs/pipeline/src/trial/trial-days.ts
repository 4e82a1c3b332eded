import type { Session } from '@acme/db';
import { UsageError } from '@acme/errors';
import type { MetricDefinition } from '../definitions/metric-definition';
import type { Computed } from './compute-working-copy';

/** Local days that are computed where none are named. */
const usualDays = 30;

/**
 * The local days that are tried; undefined: every slice.
 * @throws UsageError on days of a table that has none, and beside `full`
 */
export async function trialDays(
  warehouse: Session,
  { table, slice }: MetricDefinition,
  { now, timeZone }: { readonly now: string; readonly timeZone: string },
  { days, full }: { readonly days?: Computed['days']; readonly full: boolean },
): Promise<Computed['days']> {
  if (slice.kind === 'key') {
    if (!days) return undefined;
    throw new UsageError(
      `${table} is computed by ${slice.column} and has no days`,
      'leave the days out: all its keys are computed',
    );
  }
  if (days || full) return days;
  const { from, to } = await warehouse.one<{ from: string; to: string }>(
    `select (today - ${usualDays - 1})::text as from, today::text as to
     from (select etl.local_day($1::timestamptz, $2::text) as today) as local`,
    [now, timeZone],
  );
  return { from, to };
}
