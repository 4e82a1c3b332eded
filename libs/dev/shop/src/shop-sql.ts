import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { services, type Service } from '@acme/config';

/** The text of one of the sample shop's SQL files, such as `v2-users.sql`. */
export const shopSql = (...path: readonly string[]): string => readFileSync(fileOf(path), 'utf8');

/** By service the SQL that makes its tables of the second generation; a service that the shop has nothing of has none. */
export const tablesByService = (): [Service, string][] =>
  services.flatMap((service): [Service, string][] => {
    const file = `v2-${service}.sql`;
    return existsSync(fileOf([file])) ? [[service, shopSql(file)]] : [];
  });

const fileOf = (path: readonly string[]) => join(__dirname, '../sql', ...path);
