import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import type { Place } from './place';

/**
 * Removes data that were written without fsync and may be broken: their server crashed, or the machine has been started
 * again since. For a server that is down.
 */
export function discardSuspectData(place: Place, crashed: boolean): void {
  const markFile = join(place.dir, 'machine-start');
  const mark = machineStart();
  const same = existsSync(markFile) && readFileSync(markFile, 'utf8') === mark;
  if (crashed || !same) rmSync(place.data, { recursive: true, force: true });
  writeFileSync(markFile, mark);
}

/** Names this run of the machine; elsewhere than on Linux to ten minutes, and a changed clock costs the data. */
function machineStart(): string {
  const bootId = '/proc/sys/kernel/random/boot_id';
  if (existsSync(bootId)) return readFileSync(bootId, 'utf8').trim();
  return String(Math.round((Date.now() / 1000 - uptime()) / 600));
}
