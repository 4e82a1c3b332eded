import pg, { type Client } from 'pg';

/** The parts of the driver's connection that its types do not tell. */
interface RawConnection {
  connect(port: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processID: number, secretKey: unknown): void;
  on(event: string, listener: () => void): void;
  readonly stream: { destroy(): void };
}

interface Inner {
  readonly processID: number | null;
  readonly secretKey: unknown;
  readonly host: string;
  readonly port: number;
  readonly ssl: unknown;
}

const patienceMs = 2_000;

/**
 * Asks the server to cancel what a session is doing, by the protocol's own request: it needs no session, no password
 * and no free connection, and poolers pass it on. Says nothing of what came of it: a statement that
 * already ended is no error, a server that is gone has nothing left to cancel.
 */
export function requestCancel(client: Client): Promise<void> {
  const { processID, secretKey, host, port, ssl } = client as unknown as Inner;
  if (!processID) return Promise.resolve();
  const RawConnection = (pg as unknown as { Connection: new (options: object) => RawConnection }).Connection;
  const connection = new RawConnection({ ssl });
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(patience);
      connection.stream.destroy();
      resolve();
    };
    const patience = setTimeout(finish, patienceMs);
    const ask = () => connection.cancel(processID, secretKey);
    connection.on('error', finish);
    connection.on('end', finish);
    connection.on('connect', () => (ssl ? connection.requestSsl() : ask()));
    connection.on('sslconnect', ask);
    if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`);
    else connection.connect(port, host);
  });
}
