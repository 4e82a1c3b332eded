import { randomBytes } from 'node:crypto';
import { isAlive, processMark } from '@acme/dev-server';

/** A new name of a database that tells which process it belongs to. */
export function ownDatabaseName(): string {
  const [pid, start = ''] = (processMark(process.pid) ?? `${process.pid}:`).split(':');
  return `test_${pid}_${start}_${randomBytes(6).toString('hex')}`;
}

/** Whether a database's name is of that kind, and its process has ended. */
export function isLeftover(database: string): boolean {
  const [, pid, start] = /^test_(\d+)_(\d*)_[0-9a-f]+$/.exec(database) ?? [];
  return pid !== undefined && !isAlive(`${pid}:${start}`);
}
