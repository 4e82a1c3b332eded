import { flag, required, text } from '@acme/command-line';
import { dayOptions, readDayOptions } from '@acme/config';
import { UsageError } from '@acme/errors';
import { createLogger } from '@acme/logging';
import { tryTable } from '@acme/pipeline';
import { stopOnSignals } from '@acme/runner';
import { command } from '../command';
import { renderTrial } from './try-report';

/**
 * Computes a table by its definition in the working copy and shows how that differs from what is published, which stays
 * as it is.
 */
export const tryCommand = command({
  name: 'try',
  summary:
    'compute a table by its definition in the working copy, and show how that differs from what is published',
  details: `Nothing published is touched, and no run is recorded: it computes from the facts in the warehouse in a
transaction that is rolled back, for the now of the published rows. Tables that it reads are read as they are published.
A definition that is wrong ends 78 with file and line.`,
  options: {
    days: text('FROM..TO', 'these local days, both included; the last thirty where none are named'),
    ...dayOptions,
    full: flag('every slice, instead of days'),
    sql: text('FOLDER', "the working copy's folder sql; the program's own where none is named"),
  },
  arguments: {
    table: required(
      text('TABLE', 'the table, such as order_daily or analytics.order_daily'),
      'try takes a table',
      'for example: acme-etl try order_daily',
    ),
  },
  endsItself: true,
  async action({ table, days: range, full = false, sql, ...given }, { say, open }) {
    const days = readRange(range, given);
    if (days && full) throw new UsageError('--full and days exclude each other', 'name one of them');
    const { config } = await open();
    const stop = stopOnSignals();
    const trial = await tryTable({
      config,
      table,
      ...(days ? { days } : {}),
      full,
      ...(sql === undefined ? {} : { sqlRoot: sql }),
      log: createLogger({ level: 'warn', destination: 'stderr' }),
      signal: stop.signal,
    });
    stop.release();
    say(renderTrial(trial));
  },
});

/** `2026-11-01..2026-11-07`, or what the options of days say. */
function readRange(range: string | undefined, given: Parameters<typeof readDayOptions>[0]) {
  if (range === undefined) return readDayOptions(given);
  if (Object.keys(given).length > 0)
    throw new UsageError('--days excludes --date, --from and --to', 'name the days once');
  const [from, to] = /^([^.]+)\.\.([^.]+)$/.exec(range)?.slice(1) ?? [];
  if (from === undefined || to === undefined)
    throw new UsageError('--days takes two local days', 'for example: --days 2026-11-01..2026-11-07');
  return readDayOptions({ from, to });
}
