import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Config } from '@acme/config';
import { StoppedError } from '@acme/errors';
import { dropConnection, endConnection } from './end-connection';
import { newClient } from './new-client';
import { obeyStop } from './obey-stop';
import { backendPid, isPooled, refuseTransactionPooling } from './pooler';
import { probeBackend } from './probe';
import { sessionSettings } from './session-settings';
import { watchSilence } from './silence';
import { classifyConnectError, isTransient } from './sqlstate';

/** What a configuration says of all connections. */
export interface ConnectSettings {
  /** How often a connection is tried while the server cannot be reached; pauses double from 200 ms. */
  readonly attempts: number;
  readonly timeoutSeconds: number;
  /** 0: none, whatever the role has. */
  readonly statementTimeoutSeconds: number;
  /** After so much silence in the middle of a statement the server is asked whether it works; absent: 120. */
  readonly silenceTimeoutSeconds?: number;
}

export const connectSettings = (config: Config): ConnectSettings => ({
  attempts: config.connect.attempts,
  timeoutSeconds: config.connect.timeoutSeconds,
  statementTimeoutSeconds: config.statementTimeoutSeconds,
  silenceTimeoutSeconds: config.silenceTimeoutSeconds,
});

export interface ConnectOptions extends ConnectSettings {
  readonly url: string;
  /** What the database is called in messages: `warehouse`, `users`, … */
  readonly name: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /**
   * `session` (absent): the session keeps its settings, locks and temporary tables from the first to the last
   * statement. `transaction`: every transaction may be another session's; nothing is set that outlives one.
   */
  readonly keeps?: 'session' | 'transaction';
  /** Ends attempts and pauses, and afterwards what the session is at. */
  readonly signal?: AbortSignal;
}

const usualSilenceSeconds = 120;
/** What finding out about a pooler, and the settings, may take beside the log-in. */
const beginningSeconds = 10;
/** A session that writes is cancelled first, so that it can say how its run ended; a reader has nothing to say. */
const stopGraceMs = { session: 2_000, transaction: 0 } as const;

/**
 * Opens one connection whose session speaks ISO dates in UTC and exact floats, whatever its role is set to.
 * Retries only what may heal by itself. It is watched for silence, and obeys the signal.
 * @throws DatabaseUnavailableError, AccessDeniedError, ConfigurationError (wrong URL, TLS, a pooler that gives
 * transactions to different sessions), StoppedError
 */
export async function connect(options: ConnectOptions): Promise<Client> {
  const { signal } = options;
  for (let attempt = 1; ; attempt++) {
    if (signal?.aborted) throw new StoppedError();
    const client = newClient(options.url, options.name, {
      application_name: options.applicationName,
      connectionTimeoutMillis: options.timeoutSeconds * 1000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
    // A connection that dies between two queries emits 'error'; the next query reports it properly.
    client.on('error', () => undefined);
    const giveUp = () => dropConnection(client);
    signal?.addEventListener('abort', giveUp);
    // The driver's own patience ends with the log-in.
    const patience = setTimeout(
      () => dropConnection(client, new Error('timeout expired')),
      (options.timeoutSeconds + beginningSeconds) * 1000,
    );
    try {
      await client.connect();
      await begin(client, options);
      if (signal) obeyStop(client, signal, stopGraceMs[options.keeps ?? 'session']);
      return client;
    } catch (error) {
      await endConnection(client, 200);
      if (signal?.aborted) throw new StoppedError({ cause: error });
      if (attempt >= options.attempts || !isTransient(error)) {
        throw classifyConnectError(error, options.name);
      }
      await sleep(Math.min(200 * 2 ** (attempt - 1), 10_000), undefined, { signal }).catch(() => undefined);
    } finally {
      clearTimeout(patience);
      signal?.removeEventListener('abort', giveUp);
    }
  }
}

async function begin(client: Client, options: ConnectOptions): Promise<void> {
  const { url, name, timeoutSeconds, statementTimeoutSeconds } = options;
  const backend: { pid?: number; pooled: boolean } = { pooled: false };
  watchSilence(client, {
    name,
    seconds: options.silenceTimeoutSeconds ?? usualSilenceSeconds,
    statementTimeoutSeconds,
    probe: () => probeBackend({ url, name, timeoutSeconds, ...backend }),
  });
  const pid = await backendPid(client);
  backend.pooled = isPooled(client, pid);
  if (options.keeps === 'transaction') {
    // What were set here would be left on the pool, and the next transaction is another backend's.
    if (backend.pooled) return;
  } else if (backend.pooled) await refuseTransactionPooling(client, url, name);
  backend.pid = pid;
  await client.query(sessionSettings(statementTimeoutSeconds));
}
