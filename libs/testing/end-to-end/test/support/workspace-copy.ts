import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Environment } from '@acme/testing';

const root = join(__dirname, '../../../../..');

/** A workspace beside this one, in which files can be made without harm. */
export interface WorkspaceCopy {
  readonly folder: string;
  /** Output of a program of node_modules/.bin, or of `node`. @throws Error with its output where it fails */
  run(
    program: string,
    args: readonly string[],
    given?: { environment?: Environment; within?: string },
  ): string;
  remove(): void;
}

/**
 * Copies all files that git tracks or would, and links the packages: by hard links, where the system has them, so that
 * `@acme/…` is the copy's own code.
 */
export function copyWorkspace(name: string): WorkspaceCopy {
  const folder = join(root, '.local', `${name}-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  for (const file of listed()) copy(join(root, file), join(folder, file));
  const packages = (how: string) =>
    spawnSync('cp', [how, join(root, 'node_modules'), join(folder, 'node_modules')]).status === 0;
  if (!packages('-al')) {
    rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
    if (!packages('-R')) throw new Error('the packages cannot be copied');
  }
  return {
    folder,
    run: (program, args, { environment = {}, within = '.' } = {}) => {
      const command = program === 'node' ? process.execPath : join(folder, 'node_modules/.bin', program);
      const { status, stdout, stderr } = spawnSync(command, args, {
        cwd: join(folder, within),
        encoding: 'utf8',
        env: { ...clean, ...environment },
      });
      if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${status}\n${stdout}${stderr}`);
      return stdout + stderr;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What a person's shell has; not what this test runs under, Nx and Jest among it. */
const clean = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  NX_DAEMON: 'false',
  NX_SKIP_NX_CACHE: 'true',
  NX_ISOLATE_PLUGINS: 'false',
  CI: 'true',
  FORCE_COLOR: '0',
};

const listed = () =>
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((file) => file !== '' && lstatSync(join(root, file), { throwIfNoEntry: false }));

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  if (lstatSync(from).isSymbolicLink()) symlinkSync(readlinkSync(from), to);
  else copyFileSync(from, to);
}
