import { dropConnection, endConnection } from './end-connection';
import { newClient } from './new-client';

/**
 * What a backend does, seen from another session. `working`: it is at a statement, or nothing is known against it.
 * `waiting`: it waits for its client to send or to read. `gone`: there is no such backend.
 * `unreachable`: the server does not answer.
 */
export type BackendState = 'working' | 'waiting' | 'gone' | 'unreachable';

export interface ProbeOptions {
  readonly url: string;
  readonly name: string;
  readonly timeoutSeconds: number;
  /** The backend's process; absent where a pooler may change it between transactions. */
  readonly pid?: number;
  /** A pooler lies between: it may keep a new session waiting although all is well. */
  readonly pooled: boolean;
}

export async function probeBackend({
  url,
  name,
  timeoutSeconds,
  pid,
  pooled,
}: ProbeOptions): Promise<BackendState> {
  const patienceMs = Math.min(timeoutSeconds, 10) * 1000;
  const client = newClient(url, name, {
    application_name: 'acme-etl: looks after a silent session',
    connectionTimeoutMillis: patienceMs,
  });
  client.on('error', () => undefined);
  let connected = false;
  const patience = setTimeout(() => dropConnection(client), patienceMs * 2);
  try {
    await client.connect();
    connected = true;
    const { rows } = await client.query<{ state: string | null; wait_event: string | null }>(
      'select state, wait_event from pg_stat_activity where pid = $1',
      [pid ?? 0],
    );
    if (pid === undefined) return 'working';
    const [backend] = rows;
    if (!backend) return 'gone';
    if (backend.wait_event === 'ClientRead' || backend.wait_event === 'ClientWrite') return 'waiting';
    return backend.state?.startsWith('idle') ? 'waiting' : 'working';
  } catch (error) {
    // A server that refuses one more session lives.
    const answered = (error as { severity?: unknown }).severity !== undefined;
    return answered || (connected && pooled) ? 'working' : 'unreachable';
  } finally {
    clearTimeout(patience);
    await endConnection(client);
  }
}
