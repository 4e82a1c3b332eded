import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Place } from './place';
import { isAlive, processMark } from './process-mark';
import { watchdogScript } from './watchdog-script';

/**
 * Starts the shell that ends the server once none of its clients lives any more, however they died.
 * Started before the server, so that there is no moment at which a kill would orphan it.
 */
export function ensureWatchdog(place: Place, temporary: boolean): void {
  const running = watchdogMark(place.dir);
  if (running !== undefined && isAlive(running)) return;
  const shell = spawn(
    '/bin/sh',
    ['-c', watchdogScript, 'acme-etl-watchdog', place.dir, place.base, temporary ? 'temporary' : 'kept'],
    { cwd: '/', env: { PATH: '/usr/bin:/bin' }, detached: true, stdio: 'ignore' },
  );
  shell.unref();
  if (shell.pid !== undefined) {
    writeFileSync(join(place.dir, 'watchdog'), processMark(shell.pid) ?? `${shell.pid}:`);
  }
}

/** Ends the watchdog of a server that is down, and waits until it is gone. */
export async function endWatchdog(dir: string): Promise<void> {
  const mark = watchdogMark(dir);
  if (mark !== undefined && isAlive(mark)) {
    // Its process group, so that its `sleep` goes too.
    process.kill(-Number.parseInt(mark, 10), 'SIGTERM');
    while (isAlive(mark)) await sleep(5);
  }
  rmSync(join(dir, 'watchdog'), { force: true });
}

function watchdogMark(dir: string): string | undefined {
  const file = join(dir, 'watchdog');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
