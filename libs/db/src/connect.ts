import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { StoppedError } from '@acme/errors';
import { connectionOptions } from './connection-options';
import { sessionSettings } from './session-settings';
import { classifyConnectError, isTransient } from './sqlstate';

export interface ConnectOptions {
  readonly url: string;
  /** What the database is called in messages: `warehouse`, `users`, … */
  readonly name: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** How often a connection is tried while the server cannot be reached; pauses double from 200 ms. */
  readonly attempts: number;
  readonly timeoutSeconds: number;
  /** 0: none, whatever the role has. */
  readonly statementTimeoutSeconds: number;
  /** For sources: where row-level security would hide rows, PostgreSQL refuses instead of reading fewer. */
  readonly everyRow?: boolean;
  /** Ends attempts and pauses; once there is a connection it is the caller's. */
  readonly signal?: AbortSignal;
}

/**
 * Opens one connection whose session speaks ISO dates in UTC and exact floats. Retries only what may heal by
 * itself.
 * @throws DatabaseUnavailableError, AccessDeniedError, ConfigurationError, StoppedError
 */
export async function connect(options: ConnectOptions): Promise<Client> {
  const { signal } = options;
  for (let attempt = 1; ; attempt++) {
    if (signal?.aborted) throw new StoppedError();
    const client = new Client({
      ...connectionOptions(options.url, options.name),
      application_name: options.applicationName,
      connectionTimeoutMillis: options.timeoutSeconds * 1000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
    // A connection that dies between two queries emits 'error'; the next query reports it properly.
    client.on('error', () => undefined);
    const giveUp = () => dropConnection(client);
    signal?.addEventListener('abort', giveUp);
    try {
      await client.connect();
      await client.query(sessionSettings(options.statementTimeoutSeconds));
      // Rows that a policy hides would look as if they had been deleted.
      if (options.everyRow) await client.query('set row_security to off');
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (signal?.aborted) throw new StoppedError({ cause: error });
      if (attempt >= options.attempts || !isTransient(error)) {
        throw classifyConnectError(error, options.name);
      }
      await sleep(Math.min(200 * 2 ** (attempt - 1), 10_000), undefined, { signal }).catch(() => undefined);
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
  }
}

/** `end` would wait for a server that does not answer. */
function dropConnection(client: Client): void {
  (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
}
