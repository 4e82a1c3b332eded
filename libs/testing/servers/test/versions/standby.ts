import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { query, type TestServer } from '@acme/testing';
import { Client } from 'pg';

/** Settings of a server that a standby follows. */
export const primarySettings = { wal_level: 'replica', max_wal_senders: '4', wal_keep_size: '1GB' };

/** A hot standby: its primary's databases, a moment later, to be read only. */
export interface Standby extends TestServer {
  /** Waits until everything that the primary has committed is here. */
  catchUp(): Promise<void>;
}

/** Copies a running server of PostgreSQL 15 or later, started with `primarySettings`, and lets the copy follow it. */
export async function startStandby(
  primary: TestServer,
  settings: Readonly<Record<string, string>> = {},
): Promise<Standby> {
  const primaryUrl = primary.url('postgres');
  const [row] = await query<{ data: string }>(primaryUrl, "select current_setting('data_directory') as data");
  const source = row!.data;
  const folder = mkdtempSync(join(tmpdir(), 'acme-standby-'));
  const data = join(folder, 'data');
  const { uid, gid } = statSync(source);
  const pid = Number.parseInt(readFileSync(join(source, 'postmaster.pid'), 'utf8'), 10);
  await copyWhileRunning(primaryUrl, source, data);
  const { hostname, port, username, password } = new URL(primaryUrl);
  writeFileSync(join(data, 'standby.signal'), '');
  appendFileSync(
    join(data, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=${hostname} port=${port} user=${username} password=${password}'\n`,
  );
  execFileSync('chown', ['-R', `${uid}:${gid}`, folder]);
  const ownPort = await freePort();
  const [program, ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  const changed = { port: String(ownPort), ...settings };
  const server = spawn(
    program!,
    [
      ...args.map((arg) => (arg === source ? data : arg)),
      ...Object.entries(changed).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    {
      cwd: '/',
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      ...(process.getuid?.() === 0 ? { uid, gid } : {}),
      stdio: 'ignore',
    },
  );
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const url = (database: string) => primary.url(database).replace(`:${port}/`, `:${ownPort}/`);
  while (!(await answers(url('postgres')))) {
    if (server.exitCode !== null) throw new Error(`the standby ended with ${server.exitCode}`);
    await sleep(50);
  }
  return {
    url,
    catchUp: async () => {
      const [position] = await query<{ lsn: string }>(primaryUrl, 'select pg_current_wal_lsn()::text as lsn');
      const caughtUp = `select pg_last_wal_replay_lsn() >= '${position!.lsn}'::pg_lsn as yes`;
      while (!(await query<{ yes: boolean }>(url('postgres'), caughtUp))[0]!.yes) await sleep(50);
    },
    release: async () => {
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What pg_basebackup does, which the npm packages lack. */
async function copyWhileRunning(url: string, from: string, to: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select pg_backup_start('standby', true)");
    execFileSync('cp', ['-a', from, to]);
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    rmSync(join(to, 'postmaster.pid'), { force: true });
    writeFileSync(join(to, 'backup_label'), rows[0]!.labelfile);
  } finally {
    await client.end();
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await query(url, 'select');
    return true;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
