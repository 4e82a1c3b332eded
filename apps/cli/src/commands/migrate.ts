import { requireWarehouse } from '@acme/config';
import { connectSettings, findSqlRoot, migrate as applyMigrations } from '@acme/db';
import { command } from '../command';

/** Another session that asks for the table meanwhile waits too: better to end 69 and be tried again. */
const lockTimeoutMs = 10_000;

/**
 * Brings the warehouse's schema up to date and ends. Another process that migrates at the same time, a run included, waits:
 * it is done once.
 * @throws DatabaseUnavailableError when a table that changes stays locked for ten seconds, or when the warehouse cannot be reached after CONNECT_ATTEMPTS
 */
export const migrate = command({
  name: 'migrate',
  summary: "bring the warehouse's schema up to date (every run does so too)",
  async action(_, { say, open }) {
    const { config } = await open();
    const applied = await applyMigrations(
      requireWarehouse(config),
      findSqlRoot(),
      undefined,
      lockTimeoutMs,
      connectSettings(config),
    );
    say(applied.length > 0 ? `applied ${applied.join(', ')}` : 'the warehouse is up to date');
  },
});
