import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text of one of the sample shop's SQL files, such as `v2-users.sql`. */
export const shopSql = (...path: readonly string[]): string =>
  readFileSync(join(__dirname, '../sql', ...path), 'utf8');
