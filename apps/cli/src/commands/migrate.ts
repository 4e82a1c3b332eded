import { requireWarehouse, type Config } from '@acme/config';
import { connectSettings, findSqlRoot, migrate } from '@acme/db';

/** Whoever asks for the table meanwhile waits too: better to end 69 and be tried again. */
const lockTimeoutMs = 10_000;

/**
 * Brings the warehouse's schema up to date and ends. Whoever migrates at the same time, a run included, waits:
 * it is done once.
 * @throws DatabaseUnavailableError when a table that changes stays locked for ten seconds, or when the warehouse cannot be reached after CONNECT_ATTEMPTS
 */
export async function migrateWarehouse(config: Config, say: (text: string) => void): Promise<void> {
  const applied = await migrate(
    requireWarehouse(config),
    findSqlRoot(),
    undefined,
    lockTimeoutMs,
    connectSettings(config),
  );
  say(applied.length > 0 ? `applied ${applied.join(', ')}` : 'the warehouse is up to date');
}
