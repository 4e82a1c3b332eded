import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ownServer, query, type TestServer } from '@acme/testing';

/** A server whose postmaster can be ended without notice and started again on the same port. */
export interface ChaosServer extends TestServer {
  /** `pg_ctl stop -m immediate` and a start: no checkpoint, recovery from the write-ahead log. */
  restartImmediately(): Promise<void>;
}

/**
 * Starts a server of a major version. What it has committed survives an immediate stop of its processes, though not of
 * the machine; temporary tables that a crash left are swept within seconds, so that one can wait for it.
 */
export async function chaosServer(version: number): Promise<ChaosServer> {
  const server = await ownServer({
    version,
    settings: { synchronous_commit: 'on', full_page_writes: 'on', autovacuum_naptime: '1s' },
  });
  const [row] = await query<{ data: string }>(
    server.url('postgres'),
    `select current_setting('data_directory') as data`,
  );
  return { ...server, restartImmediately: () => restart(row!.data, server.url('postgres')) };
}

async function restart(data: string, url: string): Promise<void> {
  const pid = Number.parseInt(readFileSync(join(data, 'postmaster.pid'), 'utf8'), 10);
  const [program, ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  process.kill(pid, 'SIGQUIT');
  while (lives(pid)) await sleep(10);
  const { uid, gid } = statSync(data);
  const server = spawn(program!, args, {
    cwd: '/',
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    ...(process.getuid?.() === 0 ? { uid, gid } : {}),
    detached: true,
    stdio: 'ignore',
  });
  server.unref();
  while (!(await accepts(url))) await sleep(20);
}

/** False also for a process that has ended and whose parent, this one, has not been told yet. */
function lives(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

async function accepts(url: string): Promise<boolean> {
  try {
    await query(url, 'select');
    return true;
  } catch {
    return false;
  }
}
