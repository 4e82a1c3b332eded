import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseUnavailableError } from '@acme/errors';
import pg from 'pg';
import { spawnOptions } from './account';
import type { Binaries } from './binaries';
import type { Place } from './place';

/** Everything listens here, and only here. */
export const host = '127.0.0.1';

const startAttempts = 5;
const maxLogBytes = 10_000_000;

/** Starts postgres in the background and gives its port once it accepts connections. */
export async function launch(
  place: Place,
  binaries: Binaries,
  options: Readonly<Record<string, string>>,
  password: string,
): Promise<number> {
  const log = join(place.dir, 'server.log');
  for (let attempt = 1; ; attempt += 1) {
    // Another program may take the port before postgres binds it; then try the next one.
    const port = await freePort();
    const failure = await launchOn(port, log, place, binaries, options, password);
    if (!failure) return port;
    if (attempt === startAttempts || !/could not bind|Address already in use/.test(failure)) {
      throw new DatabaseUnavailableError('the local PostgreSQL did not start', `see the end of ${log}`);
    }
  }
}

/** Gives what the log says if the server ends instead of starting. */
async function launchOn(
  port: number,
  log: string,
  place: Place,
  binaries: Binaries,
  options: Readonly<Record<string, string>>,
  password: string,
): Promise<string | undefined> {
  const logged = rotate(log);
  const output = openSync(log, 'a', 0o600);
  const server = spawn(binaries.postgres, ['-D', place.data, ...settings(port, options)], {
    ...spawnOptions(place.account),
    // Its own process group: Ctrl-C in the parent's terminal must not reach it in mid-flush.
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  let ended = false;
  server.once('exit', () => (ended = true));
  server.once('error', () => (ended = true));
  server.unref();
  const url = `postgres://postgres:${password}@${host}:${port}/postgres`;
  while (!ended) {
    if (await accepts(url)) return undefined;
    await sleep(10);
  }
  return readFileSync(log).subarray(logged).toString();
}

/** Waits until a server that is already starting or recovering accepts connections. */
export async function waitUntilReady(url: string, stillRuns: () => boolean): Promise<void> {
  while (!(await accepts(url))) {
    if (!stillRuns())
      throw new DatabaseUnavailableError('the local PostgreSQL ended while starting', 'try again');
    await sleep(50);
  }
}

function settings(port: number, options: Readonly<Record<string, string>>): string[] {
  const all: Record<string, string> = {
    listen_addresses: host,
    port: String(port),
    // TCP only: a socket's path is limited to 107 bytes and its folder is one more thing to leave behind.
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // The log must hold no row values: no statements, and no DETAIL lines, which echo rows.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    // Nothing replicates from here; rows copied into a table of the same transaction then skip the log.
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '4GB',
    ...options,
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** False while nothing listens or the server is starting up; any other refusal is thrown. */
async function accepts(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    const code = (error as { code?: string }).code;
    // 57P03: cannot_connect_now. Without a code the connection broke or timed out.
    if (code === undefined || ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P03'].includes(code)) return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, host, () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** Keeps the log from growing for ever; gives its length. */
function rotate(log: string): number {
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size < maxLogBytes) return size;
  renameSync(log, `${log}.1`);
  return 0;
}
