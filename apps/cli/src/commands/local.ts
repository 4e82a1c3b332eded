import { requireSource, requireWarehouse, type Config } from '@acme/config';
import { UsageError } from '@acme/errors';
import { allJobs } from '@acme/jobs';
import { renderTable, type OpenDatabases } from '@acme/runner';

/** Keeps the local databases up until a signal comes, and says how to connect to them. */
export async function keepLocal(config: Config, say: (text: string) => void): Promise<void> {
  if (!config.databases.local) {
    throw new UsageError(
      'database URLs are configured, so there is no local default to keep up',
      'unset them, or connect to them directly',
    );
  }
  say(`warehouse:      psql '${requireWarehouse(config)}'`);
  for (const { service } of allJobs)
    say(`${`${service}:`.padEnd(14)}  psql '${requireSource(config, service)}'`);
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
  const { until, touched } = await local.advance(Number(days));
  say(`The shop goes on until ${until.toISOString()}.`);
  say(
    renderTable(
      ['', 'new', 'changed', 'deleted'],
      Object.entries(touched).map(([name, rows]) => [
        name,
        ...[rows.inserted, rows.updated, rows.deleted].map(String),
      ]),
    ),
  );
  say(`Run the jobs to see it; events after now wait for their time, or set RUN_NOW=${until.toISOString()}`);
}
