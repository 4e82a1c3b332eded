import { migrate, type ConnectSettings, type Session } from '@acme/db';
import { isLockError, type LockPatience } from '../context/lock-wait';

/**
 * Brings the warehouse's schema up to date. Changing a table needs it for a moment without anybody else, readers
 * included: an attempt waits for that only briefly, since sessions that ask for the table meanwhile would wait too.
 * `warehouse` is asked who holds the locks. Gives the names of the files that were applied.
 * @throws LockWaitError, DatabaseUnavailableError, AccessDeniedError, StoppedError
 */
export async function migratePatiently(
  warehouse: Session,
  url: string,
  sqlRoot: string,
  patience: LockPatience,
  settings: Omit<ConnectSettings, 'statementTimeoutSeconds'>,
  signal?: AbortSignal,
): Promise<string[]> {
  for (;;) {
    const since = Date.now();
    try {
      return await migrate(url, sqlRoot, signal, 2_000, settings);
    } catch (error) {
      if (!isLockError(error)) throw error;
      await patience.pause(warehouse, 'a table that a migration changes', await ours(warehouse), since);
    }
  }
}

async function ours(warehouse: Session): Promise<string[]> {
  const rows = await warehouse.rows<{ name: string }>(
    `select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where relkind in ('r', 'p') and nspname in ('etl', 'core', 'analytics', 'analytics_v1')`,
  );
  return rows.map(({ name }) => name);
}
