import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text of one of the sample shop's SQL files, such as `v2-users.sql`. */
export const shopSql = (...path: readonly string[]): string => readFileSync(fileOf(path), 'utf8');

/** Whether there is such a file: not of every service does the shop have tables. */
export const hasShopSql = (...path: readonly string[]): boolean => existsSync(fileOf(path));

const fileOf = (path: readonly string[]) => join(__dirname, '../sql', ...path);
