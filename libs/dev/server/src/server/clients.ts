import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, processMark } from './process-mark';

/** Registers this process as a user of the server of `dir`; gives the function that takes it back. */
export function registerClient(dir: string): () => void {
  const clients = join(dir, 'clients');
  mkdirSync(clients, { recursive: true });
  // One file per handle: a process may start the same server twice and release it twice.
  const file = join(clients, randomUUID());
  // Written under another name first, so that nobody ever reads half a mark and calls it dead.
  writeFileSync(join(dir, 'client.new'), processMark(process.pid) ?? `${process.pid}:`);
  renameSync(join(dir, 'client.new'), file);
  return () => rmSync(file, { force: true });
}

/** How many live handles there are; files of dead processes are removed on the way. */
export function liveClients(dir: string): number {
  const clients = join(dir, 'clients');
  let count = 0;
  for (const name of readdirSync(clients)) {
    const file = join(clients, name);
    if (isAlive(readFileSync(file, 'utf8').trim())) count += 1;
    else rmSync(file, { force: true });
  }
  return count;
}
