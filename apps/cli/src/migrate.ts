import { requireWarehouse, type Config } from '@acme/config';
import { connect, findSqlRoot, migrate } from '@acme/db';

/**
 * Brings the warehouse's schema up to date and ends. Whoever migrates at the same time, a run included, waits:
 * it is done once.
 * @throws DatabaseUnavailableError when the warehouse cannot be reached after CONNECT_ATTEMPTS
 */
export async function migrateWarehouse(config: Config, say: (text: string) => void): Promise<void> {
  const url = requireWarehouse(config);
  // The migrator itself does not try again; in a cluster the network of a new pod may come up late.
  const client = await connect({
    url,
    name: 'warehouse',
    applicationName: 'acme-etl migrate',
    attempts: config.connect.attempts,
    timeoutSeconds: config.connect.timeoutSeconds,
    statementTimeoutSeconds: 0,
  });
  await client.end();
  const applied = await migrate(url, findSqlRoot());
  say(applied.length > 0 ? `applied ${applied.join(', ')}` : 'the warehouse is up to date');
}
