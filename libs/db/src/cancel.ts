import { Client } from 'pg';
import { connectionOptions } from './connection-options';

/** Asks the server to cancel what `pid` is doing; a query that already ended is no error. */
export async function cancelQuery(url: string, pid: number): Promise<void> {
  const client = new Client({ ...connectionOptions(url, 'same'), connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select pg_cancel_backend($1)', [pid]);
  } catch {
    // The server is gone or refuses: then there is nothing left to cancel.
  } finally {
    await client.end().catch(() => undefined);
  }
}
