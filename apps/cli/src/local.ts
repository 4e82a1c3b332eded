import { requireSource, requireWarehouse, type Config } from '@acme/config';
import { UsageError } from '@acme/errors';
import type { OpenDatabases } from '@acme/jobs';
import { advanceShop } from '@acme/local';

/** Keeps the local databases up until a signal comes, and says how to connect to them. */
export async function keepLocal(config: Config, say: (text: string) => void): Promise<void> {
  if (!config.databases.local) {
    throw new UsageError(
      'database URLs are configured, so there is no local default to keep up',
      'unset them, or connect to them directly',
    );
  }
  say(`warehouse:      psql '${requireWarehouse(config)}'`);
  say(`users service:  psql '${requireSource(config, 'users')}'`);
  say('The databases stay up until Ctrl-C.');
  await new Promise<void>((resolve) => {
    const keepAlive = setInterval(() => undefined, 60_000);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        clearInterval(keepAlive);
        resolve();
      });
    }
  });
}

/** Lets days pass in the sample shop: new rows, late events, changed and deleted accounts. */
export async function advance(
  { local }: OpenDatabases,
  [days = '1', ...rest]: readonly string[],
  say: (text: string) => void,
): Promise<void> {
  if (!local)
    throw new UsageError(
      'database URLs are configured, so there is no sample shop to advance',
      'unset them to work locally',
    );
  if (!/^[1-9]\d{0,2}$/.test(days) || rest.length > 0)
    throw new UsageError('advance takes one number, of days', 'for example: acme-etl advance 3');
  const report = await advanceShop({ connections: local, days: Number(days) });
  say(
    `The shop goes on until ${report.until.toISOString()}: ${report.newUsers} new users, ${report.newEvents} new events, ` +
      `${report.changedUsers} changed users, ${report.erasedUsers} users and ${report.erasedEvents} events erased.`,
  );
  say(
    `Run the jobs to see it; events after now wait for their time, or set RUN_NOW=${report.until.toISOString()}`,
  );
}
