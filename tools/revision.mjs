// The version and commit of what is built, put into each bundle and on each image. Run by itself it prints both, so
// that Nx builds anew when one of them is another. The environment may set REVISION where there is no repository.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The commit in full; empty where there is none to be found. */
export const revision = () => process.env.REVISION || git('rev-parse', 'HEAD');

/** `0.1.0 (1a2b3c4d5e6f)`; `changed` stands beside the commit where files differ from it. */
export function programVersion() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const commit = shortRevision();
  if (!commit) return version;
  const changed = !process.env.REVISION && git('status', '--porcelain', '--untracked-files=no') !== '';
  return `${version} (${commit}${changed ? ', changed' : ''})`;
}

/** As much of the commit as a program says of itself. */
export const shortRevision = () => revision().slice(0, 12);

/** What git says, or nothing outside a repository. */
export function git(...args) {
  try {
    return execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(`${programVersion()}\n`);
