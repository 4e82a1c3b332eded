import type { Client } from 'pg';
import { DatabaseUnavailableError } from '@acme/errors';
import { copiesIn, copiesOut } from './copies';
import { dropConnection, socketOf } from './end-connection';
import type { BackendState } from './probe';

export interface SilenceOptions {
  /** What the database is called in messages. */
  readonly name: string;
  /** Silence after which the server is asked, seconds. */
  readonly seconds: number;
  /** 0: none. */
  readonly statementTimeoutSeconds: number;
  /** Asks over another connection what the session's backend is doing. */
  readonly probe: () => Promise<BackendState>;
}

/** What a statement may take beyond its timeout until the server is taken for frozen, seconds. */
const timeoutGraceSeconds = 15;
/** More than the head of a COPY: rows have begun to come. */
const headBytes = 512;

interface Inner {
  readonly readyForQuery: boolean;
  _getActiveQuery(): object | null;
}

/**
 * Watches a session while a statement is running. After `seconds` in which no byte came or went although it is not
 * our turn, the server is asked over another connection. A backend that works at a long statement is left
 * alone; the connection is let go, and the statement fails with DatabaseUnavailableError (69), where
 * the server cannot be reached, has no such session any more, or itself waits for us; where rows had begun to come and
 * stopped; and where a statement outlives its timeout, which a living server does not let happen.
 * Ends with the connection.
 */
export function watchSilence(client: Client, options: SilenceOptions): void {
  const { seconds } = options;
  const watched = client as unknown as Inner;
  let statement: object | null = null;
  let begunAt = 0;
  let begunWith = 0;
  let moved = -1;
  let movedAt = Date.now();
  /** When the server last said that it works; patience with the silence begins anew, the silence does not end. */
  let answeredAt = 0;
  let asking = false;

  const traffic = () => {
    const socket = socketOf(client);
    return socket.bytesRead + socket.bytesWritten - socket.writableLength;
  };
  const giveUp = (why: string) => {
    clearInterval(timer);
    dropConnection(
      client,
      new DatabaseUnavailableError(
        `the ${options.name} database has been silent for ${Math.round((Date.now() - movedAt) / 1000)} s: ${why}`,
        'check the server and what lies between (pooler, proxy, firewall), then run again; SILENCE_TIMEOUT_SECONDS sets the patience',
      ),
    );
  };
  const ask = async () => {
    asking = true;
    const before = traffic();
    const first = await options.probe();
    // What looks like waiting for us may be an answer on its way.
    const state = first === 'waiting' || first === 'unreachable' ? await later(options.probe) : first;
    asking = false;
    if (watched._getActiveQuery() !== statement || traffic() !== before) return;
    if (state === 'unreachable') giveUp('it does not answer over another connection either');
    else if (state === 'gone') giveUp('it no longer has this session');
    else if (state === 'waiting')
      giveUp('it waits for us, and we for it: what lies between passes nothing on');
    else if (statement && copiesOut.has(statement) && before - begunWith > headBytes)
      giveUp('the rows that it was sending stopped coming');
    // It works: it is asked again after as much silence.
    else answeredAt = Date.now();
  };
  const tick = () => {
    const now = Date.now();
    const active = watched.readyForQuery ? null : watched._getActiveQuery();
    const seen = traffic();
    if (active !== statement) {
      statement = active;
      begunAt = now;
      begunWith = moved < 0 ? seen : moved;
    }
    if (active === null || seen !== moved || isOurTurn(client, active)) {
      moved = seen;
      movedAt = now;
      return;
    }
    if (asking) return;
    const overdue = (options.statementTimeoutSeconds + timeoutGraceSeconds) * 1000;
    if (options.statementTimeoutSeconds > 0 && now - begunAt > overdue && now - movedAt > overdue)
      giveUp('it does not end a statement that has outlived its timeout');
    else if (now - Math.max(movedAt, answeredAt) >= seconds * 1000) void ask();
  };
  const timer = setInterval(tick, Math.min(1_000, (seconds * 1000) / 8));
  timer.unref();
  client.once('end', () => clearInterval(timer));
}

/** True while the server rightly waits for us: rows that we have yet to read, or to send. */
function isOurTurn(client: Client, statement: object): boolean {
  const socket = socketOf(client);
  if (socket.readableLength > 0) return true;
  const copy = copiesIn.get(statement);
  return (
    copy !== undefined && copy.writableCorked === 0 && !copy.writableEnded && socket.writableLength === 0
  );
}

const later = async (probe: () => Promise<BackendState>): Promise<BackendState> => {
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return probe();
};
