import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';

/** The socket of a client, by which it can be let go without a word: `end` waits for the server's answer. */
export const socketOf = (client: Client): Socket =>
  (client as unknown as { connection: { stream: Socket } }).connection.stream;

/** Lets a connection go at once; what it is at fails with `error`, or as a lost connection. */
export function dropConnection(client: Client, error?: Error): void {
  socketOf(client).destroy(error);
}

/** Says goodbye, and does not wait long for a server that does not answer. */
export async function endConnection(client: Client, patienceMs = 1_000): Promise<void> {
  const patience = new AbortController();
  await Promise.race([
    client.end().catch(() => undefined),
    sleep(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined),
  ]);
  patience.abort();
  dropConnection(client);
}
