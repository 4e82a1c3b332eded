import { lstatSync, readlinkSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseUnavailableError } from '@acme/errors';
import { isAlive, processMark } from './process-mark';

const patienceMs = 120_000;
const takeOverMs = 10_000;

/**
 * Runs `work` while no other process starts or stops the server of `dir`. The lock of a dead process
 * is taken over. Throws DatabaseUnavailableError when a live one keeps it for two minutes.
 *
 * The lock is a dangling symbolic link whose target names its owner: made in one step, owner included,
 * and just as well by the watchdog's shell.
 */
export async function withLock<T>(dir: string, work: () => Promise<T>): Promise<T> {
  const lock = join(dir, 'lock');
  const deadline = Date.now() + patienceMs;
  while (!tryLink(lock)) {
    const owner = ownerOf(lock);
    if (owner !== undefined && !isAlive(owner)) takeOver(lock, owner);
    else if (Date.now() > deadline) {
      throw new DatabaseUnavailableError(
        `process ${owner ?? 'unknown'} has been starting or stopping the local PostgreSQL for two minutes`,
        `end that process, or delete ${lock} if it is none of yours`,
      );
    } else await sleep(25);
  }
  try {
    return await work();
  } finally {
    // The work may have removed the folder with the lock in it.
    rmSync(lock, { force: true });
  }
}

function tryLink(path: string): boolean {
  try {
    symlinkSync(processMark(process.pid) ?? `${process.pid}:`, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function ownerOf(lock: string): string | undefined {
  try {
    return readlinkSync(lock);
  } catch {
    return undefined;
  }
}

/** Under a second lock, else two processes could each remove what they take for the dead one's lock. */
function takeOver(lock: string, deadOwner: string): void {
  const guard = `${lock}.takeover`;
  if (!tryLink(guard)) {
    if (Date.now() - (lstatSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > takeOverMs) {
      unlinkSync(guard);
    }
    return;
  }
  try {
    if (ownerOf(lock) === deadOwner) unlinkSync(lock);
  } finally {
    unlinkSync(guard);
  }
}
