import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The `sql` folder: the nearest one above this code. In a checkout it is the workspace's, in an image
 * the one beside the bundled job.
 */
export function findSqlRoot(from: string = __dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'sql', 'warehouse'))) return join(folder, 'sql');
    if (dirname(folder) === folder) throw new Error(`no sql folder above ${from}`);
  }
}

/**
 * The text of an SQL file without its closing semicolon, so that it can stand inside a statement; its lines
 * are the file's.
 */
export function readSql(...path: string[]): string {
  return readFileSync(join(...path), 'utf8')
    .trimEnd()
    .replace(/;$/, '');
}
