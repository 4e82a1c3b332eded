import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processMark } from './process-mark';

/** A server process as its postmaster.pid describes it. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/**
 * The server that runs on `data`, if one does. A leftover postmaster.pid is removed: PostgreSQL itself
 * refuses to start when its pid now belongs to some other process, as it often does in containers.
 */
export function runningPostmaster(data: string): Postmaster | undefined {
  const found = readPidFile(data);
  if (!found) return undefined;
  if (serves(found.pid, data)) return found;
  rmSync(join(data, 'postmaster.pid'), { force: true });
  return undefined;
}

/** Ends the server (fast shutdown: open transactions are rolled back) and waits until it is down. */
export async function stopPostmaster(data: string): Promise<void> {
  // What a crashed one has left stays, for the next start to see.
  const postmaster = readPidFile(data);
  if (!postmaster || !serves(postmaster.pid, data)) return;
  process.kill(postmaster.pid, 'SIGINT');
  const impatience = Date.now() + 30_000;
  let pressed = false;
  while (serves(postmaster.pid, data)) {
    if (!pressed && Date.now() > impatience) {
      // Immediate shutdown: the next start recovers from the write-ahead log.
      process.kill(postmaster.pid, 'SIGQUIT');
      pressed = true;
    }
    await sleep(20);
  }
}

/** The lines of the file: pid, data directory, start time, port, … */
function readPidFile(data: string): Postmaster | undefined {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether the process is a server of `data`, and not another one that got the pid later. */
function serves(pid: number, data: string): boolean {
  if (processMark(pid) === undefined) return false;
  return commandLine(pid).includes(data);
}

function commandLine(pid: number): string {
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
