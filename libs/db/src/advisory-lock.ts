import type { Client } from 'pg';
import { classifyDatabaseError } from './sqlstate';

/**
 * Takes the session's advisory lock of that name without waiting; it goes with the connection. On a
 * distributed warehouse the coordinator holds it, where all sessions of the ETL begin.
 * @throws DatabaseUnavailableError when the connection was lost
 */
export async function tryAdvisoryLock(client: Client, name: string): Promise<boolean> {
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as locked',
      [name],
    );
    return rows[0]!.locked;
  } catch (error) {
    throw classifyDatabaseError(error, 'warehouse');
  }
}
