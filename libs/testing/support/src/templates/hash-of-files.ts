import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const known = new Map<string, string>();

/** A hash of files, and of all files in folders: names and contents. Read once per process. */
export function hashOfFiles(...paths: readonly string[]): string {
  const key = paths.join('\n');
  const found = known.get(key) ?? hash(paths);
  known.set(key, found);
  return found;
}

/** A hash of a built program, whatever commit it says it was built from. */
export function hashOfProgram(file: string): string {
  const stamp = /\d+\.\d+\.\d+ \([0-9a-f]{12}(, changed)?\)/g;
  const found = known.get(file) ?? shortHash(readFileSync(file, 'utf8').replaceAll(stamp, ''));
  known.set(file, found);
  return found;
}

/** Enough of a text's hash to name something by it. */
export const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12);

function hash(paths: readonly string[]): string {
  const sum = createHash('sha256');
  for (const path of paths) {
    for (const file of filesOf(path))
      sum
        .update(`${relative(path, file)}\0`)
        .update(readFileSync(file))
        .update('\0');
  }
  return sum.digest('hex');
}

function filesOf(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/\/(node_modules|dist)\//.test(file))
    .sort();
}
