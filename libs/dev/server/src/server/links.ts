import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

interface Link {
  /** The file, relative to the package. */
  readonly source: string;
  /** The link next to it, relative to the package. */
  readonly target: string;
}

/**
 * npm packages hold no symbolic links; this one makes those of its shared libraries in an install
 * script, which `npm ci --ignore-scripts` skips.
 */
export function linksAreMissing(folder: string): boolean {
  return readLinks(folder).some(({ target }) => !existsSync(join(folder, target)));
}

/** Makes the links that are missing. */
export function addMissingLinks(folder: string): void {
  for (const { source, target } of readLinks(folder)) {
    const link = join(folder, target);
    if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(basename(source), link);
  }
}

function readLinks(folder: string): Link[] {
  const list = join(folder, 'native', 'pg-symlinks.json');
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Link[]) : [];
}
