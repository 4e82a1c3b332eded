import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { createServer, connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A pgbouncer before the server of a URL. */
export interface Pooler {
  /** The URL of a database, by way of the pooler. */
  url(databaseUrl: string): string;
  close(): Promise<void>;
}

const places = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/usr/local/bin/pgbouncer', 'pgbouncer'];

/** Where pgbouncer is; undefined where it is not installed. */
export const pgbouncerProgram = (): string | undefined =>
  places.find((place) => spawnSync(place, ['--version']).status === 0);

/** Starts pgbouncer; `size`: sessions of the server per user and database. */
export async function startPgbouncer(
  program: string,
  databaseUrl: string,
  mode: 'session' | 'transaction',
  size = 20,
): Promise<Pooler> {
  const { hostname, port, username, password } = new URL(databaseUrl);
  const folder = mkdtempSync(join(tmpdir(), 'acme-pgbouncer-'));
  const listen = await freePort();
  writeFileSync(
    join(folder, 'users.txt'),
    `"${decodeURIComponent(username)}" "${decodeURIComponent(password)}"\n`,
  );
  writeFileSync(
    join(folder, 'pgbouncer.ini'),
    `[databases]
* = host=${hostname} port=${port || 5432}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listen}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${join(folder, 'users.txt')}
pool_mode = ${mode}
default_pool_size = ${size}
max_client_conn = 100
`,
  );
  chmodSync(folder, 0o755);
  for (const file of ['users.txt', 'pgbouncer.ini']) chmodSync(join(folder, file), 0o644);
  // It refuses to be root.
  const account = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const child = spawn(program, [join(folder, 'pgbouncer.ini')], { stdio: 'ignore', ...account });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for (let tries = 0; !(await accepts(listen)); tries++) {
    if (tries > 100 || child.exitCode !== null) throw new Error('pgbouncer does not start');
    await sleep(50);
  }
  return {
    url: (given) => {
      const url = new URL(given);
      url.hostname = '127.0.0.1';
      url.port = String(listen);
      return url.href;
    },
    close: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
