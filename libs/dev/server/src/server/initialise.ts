import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '@acme/errors';
import { spawnOptions } from './account';
import type { Binaries } from './binaries';
import type { Place } from './place';

/**
 * Makes the data directory on first use. A directory of another major version is refused: nothing here
 * can upgrade it. Throws ConfigurationError.
 */
export function initialise(
  place: Place,
  binaries: Binaries,
  superuserPassword: string,
  durable: boolean,
): void {
  if (existsSync(place.data)) return refuseOtherVersion(place, binaries);
  // Made under another name and renamed when whole, so that a killed initdb leaves no half directory.
  const unfinished = `${place.data}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  const passwordFile = join(place.base, 'initdb-password');
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, superuserPassword, { mode: 0o600 });
  if (place.account) {
    for (const path of [unfinished, passwordFile]) chownSync(path, place.account.uid, place.account.gid);
  }
  const initdb = spawnSync(
    binaries.initdb,
    [
      ...['-D', unfinished, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`],
      ...['-E', 'UTF8', ...locale(binaries.majorVersion), ...(durable ? [] : ['--no-sync'])],
    ],
    { ...spawnOptions(place.account), encoding: 'utf8' },
  );
  rmSync(passwordFile, { force: true });
  if (initdb.status !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new ConfigurationError(
      `initdb failed: ${(initdb.error?.message ?? initdb.stderr.trim()) || `status ${initdb.status}`}`,
      'put it right, or give the URLs of existing databases',
    );
  }
  renameSync(unfinished, place.data);
}

/** The builtin provider sorts and folds case alike on every system; PostgreSQL has it from 17 on. */
function locale(majorVersion: number): string[] {
  return majorVersion >= 17
    ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
    : ['--locale=C.UTF-8'];
}

function refuseOtherVersion(place: Place, binaries: Binaries): void {
  const version = Number.parseInt(readFileSync(join(place.data, 'PG_VERSION'), 'utf8'), 10);
  if (version === binaries.majorVersion) return;
  throw new ConfigurationError(
    `${place.data} was made by PostgreSQL ${version}, and this is ${binaries.majorVersion}`,
    `install PostgreSQL ${version}, or delete ${place.dir} to start afresh`,
  );
}
