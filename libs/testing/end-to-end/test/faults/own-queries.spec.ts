import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtApp, environmentOf, openShop, query, type Shop } from '@acme/testing';

const app = builtApp('user-analytics');
const folder = mkdtempSync(join(tmpdir(), 'acme-queries-'));
const built = join(__dirname, '../../../../../sql/sources/v2');
let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 20, days: 20 });
});
afterAll(async () => {
  await shop.close();
  rmSync(folder, { recursive: true });
});

const users = readFileSync(join(built, 'users.sql'), 'utf8');
const lastLine = users.trimEnd().split('\n').length;

it.each([
  [
    'a mistake of syntax',
    'from users_v2',
    'from users_v2 whree true',
    /users\.sql.*\(42601\).*line \d+: from/,
  ],
  ['a parameter', 'from users_v2', 'from users_v2 where id > $1', /users\.sql.*\(42P02\).*line \d+: from/],
  [
    'an unknown type',
    'from users_v2',
    "from users_v2 where 'x'::no_type is null",
    /users\.sql.*\(42704\).*line/,
  ],
  ['a division by zero', 'from users_v2', 'from users_v2 where id / (id - id) > 0', /users\.sql.*\(22012\)/],
  [
    'text that is no number',
    'from users_v2',
    'from users_v2 where email::integer > 0',
    /users\.sql.*\(22P02\)/,
  ],
])('%s in a query of one’s own ends with 78 and names the file', async (_what, from, to, told) => {
  cpSync(built, folder, { recursive: true });
  writeFileSync(join(folder, 'users.sql'), users.replace(new RegExp(`${from}\\s*;?\\s*$`), to));
  const { code, stderr } = await app.run(environmentOf(shop, { SOURCES_SQL_DIR: folder }));
  expect({ code, stderr }).toEqual({ code: 78, stderr: expect.stringMatching(told) as string });
  const line = /line (\d+)/.exec(stderr)?.[1];
  if (line) expect(Number(line)).toBe(lastLine);
  expect(stderr).not.toMatch(/@example/);
});

it('a source role with quote_all_identifiers, and one without a grant, are told as what they are', async () => {
  await query(
    shop.source.url,
    `drop role if exists quoting; create role quoting login password 'quoting' superuser;
     alter role quoting set quote_all_identifiers = on; alter role quoting set statement_timeout = '1ms';
     drop role if exists bare; create role bare login password 'bare'`,
  );
  const as = (role: string) => {
    const url = new URL(shop.source.url);
    url.username = url.password = role;
    return environmentOf(shop, { SOURCE_DATABASE_URL: url.href });
  };
  expect(await app.run(as('quoting'))).toMatchObject({ code: 0 });
  const { code, stderr } = await app.run(as('bare'));
  expect({ code, stderr }).toEqual({
    code: 77,
    stderr: expect.stringMatching(/permission denied for table users_v2/) as string,
  });
});
