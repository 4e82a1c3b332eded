import { requireWarehouse, type Config } from '@acme/config';
import { connectSettings, findSqlRoot, migrate } from '@acme/db';

/**
 * Brings the warehouse's schema up to date and ends. Whoever migrates at the same time, a run included, waits:
 * it is done once.
 * @throws DatabaseUnavailableError when the warehouse cannot be reached after CONNECT_ATTEMPTS
 */
export async function migrateWarehouse(config: Config, say: (text: string) => void): Promise<void> {
  const applied = await migrate(
    requireWarehouse(config),
    findSqlRoot(),
    undefined,
    0,
    connectSettings(config),
  );
  say(applied.length > 0 ? `applied ${applied.join(', ')}` : 'the warehouse is up to date');
}
