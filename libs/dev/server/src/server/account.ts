import { spawnSync, type SpawnOptions } from 'node:child_process';
import { statSync } from 'node:fs';
import { ConfigurationError } from '@acme/errors';

/** Whose processes initdb and postgres are; undefined: ours. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root, so as root it runs as the owner of `data`, or as `nobody` where
 * there is no data yet. Throws ConfigurationError when there is no such account.
 */
export function serverAccount(data: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(data, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function idOf(option: '-u' | '-g'): number {
  const { stdout } = spawnSync('id', [option, 'nobody'], { encoding: 'utf8' });
  const id = Number.parseInt(stdout ?? '', 10);
  if (Number.isInteger(id)) return id;
  throw new ConfigurationError(
    'PostgreSQL does not run as root, and this system has no account "nobody" to run it as',
    'run as an ordinary user, or give the URLs of existing databases',
  );
}

/**
 * How PostgreSQL's programs are spawned. The working directory is one that every account can enter;
 * the environment is bare, so that no PG* variable bends the server and no secret lives on in it.
 */
export function spawnOptions(account: Account | undefined) {
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  return { cwd: '/', env, ...account } satisfies SpawnOptions;
}

/** Whether a command succeeds under the account. */
export function succeeds(command: string, args: readonly string[], account: Account | undefined): boolean {
  return spawnSync(command, args, { ...spawnOptions(account), stdio: 'ignore' }).status === 0;
}
