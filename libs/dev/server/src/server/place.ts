import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '@acme/errors';
import { serverAccount, succeeds, type Account } from './account';

/** Where the files of one server lie. */
export interface Place {
  /** The folder the caller named: passwords, log, lock, clients. */
  readonly dir: string;
  /** Where data (and binaries, if they must be copied) lie: `dir`, unless the server cannot enter it. */
  readonly base: string;
  readonly data: string;
  readonly account: Account | undefined;
}

/**
 * Makes the folders of the server of `dir`. As root the server is another account, which cannot enter
 * a folder below a 0700 home; then the data go to /var/tmp (which survives a reboot), and a note in
 * `dir` says where.
 */
export function preparePlace(dir: string): Place {
  mkdirSync(join(dir, 'clients'), { recursive: true });
  const real = realpathSync(dir);
  const account = serverAccount(join(real, 'data'));
  if (!account || succeeds('/bin/sh', ['-c', 'cd "$1"', 'sh', real], account)) {
    return { dir: real, base: real, data: join(real, 'data'), account };
  }
  const base = join('/var/tmp', `acme-etl-${createHash('sha256').update(real).digest('hex').slice(0, 12)}`);
  const data = join(base, 'data');
  makeOwn(base);
  const note = join(real, 'DATA-IS-ELSEWHERE.txt');
  // A deleted folder means a fresh start, wherever its data were.
  if (!existsSync(note)) rmSync(data, { recursive: true, force: true });
  writeFileSync(
    note,
    `PostgreSQL does not run as root, and the account it runs as cannot enter this folder.\n` +
      `Its data are in ${base}; delete both folders to start afresh.\n`,
  );
  return { dir: real, base, data, account: serverAccount(data) };
}

/** The name is predictable and /var/tmp open to all: accept nothing that another user put there. */
function makeOwn(base: string): void {
  mkdirSync(base, { recursive: true, mode: 0o711 });
  const stat = lstatSync(base);
  if (stat.isDirectory() && stat.uid === 0 && (stat.mode & 0o022) === 0) return;
  throw new ConfigurationError(
    `${base} is not a folder that only root can write`,
    'remove it, or run as an ordinary user',
  );
}
