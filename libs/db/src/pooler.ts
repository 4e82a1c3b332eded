import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { ConfigurationError } from '@acme/errors';
import { dropConnection, endConnection } from './end-connection';
import { newClient } from './new-client';

const rounds = 5;
const patienceMs = 3_000;

export async function backendPid(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]!.pid;
}

/** True when what answered at start-up is not the backend itself: poolers hand out keys of their own. */
export const isPooled = (client: Client, pid: number): boolean =>
  (client as unknown as { processID: number | null }).processID !== pid;

/**
 * Refuses a pooler that gives each transaction to another session: there the job's lock and its temporary tables belong
 * to nobody, so that two runs are admitted and a lock stays behind on the pool. Nothing is set and no lock
 * taken meanwhile. A session mode shows by this: however often we and another client ask in turns, we keep our
 * backend, and the other never gets it.
 * @throws ConfigurationError (78)
 */
export async function refuseTransactionPooling(client: Client, url: string, name: string): Promise<void> {
  const other = newClient(url, name, {
    application_name: 'acme-etl: looks for a pooler',
    connectionTimeoutMillis: patienceMs,
  });
  other.on('error', () => undefined);
  const own = await backendPid(client);
  try {
    // Where the pool has no further backend for it, the other waits in vain, and so does not have ours.
    if (!(await within(other.connect()))) return;
    for (let round = 0; round < rounds; round++) {
      if ((await backendPid(client)) !== own) throw transactionPooling(name);
      const begun = await within(other.query('begin'));
      if (!begun) return;
      const theirs = await backendPid(other);
      await other.query('rollback');
      if (theirs === own) throw transactionPooling(name);
    }
  } finally {
    dropConnection(other);
    await endConnection(other, 100);
  }
}

/** False when it takes too long, or fails for another reason than the pooler's mode. */
async function within(work: Promise<unknown>): Promise<boolean> {
  return Promise.race([
    work.then(
      () => true,
      () => false,
    ),
    sleep(patienceMs, false, { ref: false }),
  ]);
}

const transactionPooling = (name: string) =>
  new ConfigurationError(
    `the ${name} database is reached through a pooler that gives every transaction another session: the job's lock and its temporary tables need one of their own`,
    'let the pooler serve this database in session mode (pgbouncer: pool_mode = session), or connect to PostgreSQL directly; sources may stay in transaction mode (docs/connections.md)',
  );
