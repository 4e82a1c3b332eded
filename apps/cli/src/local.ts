import { requireSource, requireWarehouse, type Config } from '@acme/config';
import { UsageError } from '@acme/errors';

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
