import { count, optional } from '@acme/command-line';
import { requireSource, requireWarehouse, type Config } from '@acme/config';
import { UsageError } from '@acme/errors';
import { allJobs } from '@acme/jobs';
import { renderTable } from '@acme/runner';
import { command } from '../command';

/** Keeps the local databases up until a signal comes, and says how to connect to them. */
export const local = command({
  name: 'local',
  summary: 'keep the local databases up and print how to connect, until Ctrl-C',
  endsItself: true,
  action: async (_, { say, open }) => keepLocal((await open()).config, say),
});

/** Lets days pass in the sample shop: new rows, late events, changed and deleted accounts. */
export const advance = command({
  name: 'advance',
  summary: 'let days pass in the sample shop: new rows, late changes, deletions',
  arguments: {
    days: optional({ ...count('days', { most: 999 }, 'how many; 1 where none is given'), value: 'DAYS' }),
  },
  async action({ days = 1 }, { say, open }) {
    const shop = (await open()).local;
    if (!shop)
      throw new UsageError(
        'database URLs are configured, so there is no sample shop to advance',
        'unset them to work locally',
      );
    const { until, touched } = await shop.advance(days);
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
    say(
      `Run the jobs to see it; events after now wait for their time, or set RUN_NOW=${until.toISOString()}`,
    );
  },
});

async function keepLocal(config: Config, say: (text: string) => void): Promise<void> {
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
