import type { Client } from 'pg';
import { StoppedError } from '@acme/errors';
import { requestCancel } from './cancel';
import { dropConnection } from './end-connection';

/**
 * Makes a session obey a stop, whatever it is at: its statement is cancelled, and where that does not help
 * within `graceMs` (the server is frozen, or what lies between passes nothing on) the connection is let go.
 */
export function obeyStop(client: Client, signal: AbortSignal, graceMs: number): void {
  const stop = () => {
    void requestCancel(client);
    if (graceMs === 0) return dropConnection(client, new StoppedError());
    const patience = setTimeout(() => dropConnection(client, new StoppedError()), graceMs);
    client.once('end', () => clearTimeout(patience));
  };
  if (signal.aborted) return stop();
  signal.addEventListener('abort', stop, { once: true });
  client.once('end', () => signal.removeEventListener('abort', stop));
}
