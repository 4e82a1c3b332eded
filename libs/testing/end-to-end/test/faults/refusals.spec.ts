import {
  builtApp,
  type Environment,
  environmentOf,
  keyringJson,
  openShop,
  query,
  rowVersions,
  type Shop,
} from '@acme/testing';

const app = builtApp('user-analytics');

let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 60, days: 60 });
});
afterAll(() => shop.close());

const wrongPassword = (url: string) => url.replace(/:[^:@/]*@/, ':wrong@');
const elsewhere = (url: string) => url.replace(/@.*\//, '@127.0.0.1:1/');
const nowhere = (url: string) => url.replace(/[^/]*$/, 'nowhere');

const cases: [string, number, RegExp, string[], (shop: Shop) => Environment][] = [
  ['an unknown option', 64, /unknown option.*--help/, ['--dates'], () => ({})],
  ['an impossible date', 64, /2026-02-30/, ['--date', '2026-02-30'], () => ({})],
  [
    '--from after --to',
    64,
    /2026-11-02.*2026-11-01/,
    ['--from', '2026-11-02', '--to', '2026-11-01'],
    () => ({}),
  ],
  ['an unknown time zone', 78, /REPORTING_TIMEZONE/, [], () => ({ REPORTING_TIMEZONE: 'Mars/Olympus' })],
  ['a flag with a nonsense value', 78, /ENABLE_V1_SCHEMA/, [], () => ({ ENABLE_V1_SCHEMA: 'perhaps' })],
  ['no key', 78, /PII_KEYRING/, [], () => ({ PII_KEYRING: undefined })],
  ['a key too short', 78, /too short/, [], () => ({ PII_KEYRING: '{"current":1,"keys":{"1":"c2hvcnQ="}}' })],
  [
    'a keyring file that is not there',
    78,
    /ENOENT/,
    [],
    () => ({ PII_KEYRING: undefined, PII_KEYRING_FILE: '/nowhere/keyring.json' }),
  ],
  ['no warehouse', 78, /WAREHOUSE_DATABASE_URL/, [], () => ({ WAREHOUSE_DATABASE_URL: undefined })],
  ['no source', 78, /SOURCE_DATABASE_URL/, [], () => ({ SOURCE_DATABASE_URL: undefined })],
  [
    'an unreachable warehouse',
    69,
    /warehouse database cannot be reached.*check/,
    [],
    ({ warehouse }) => ({ WAREHOUSE_DATABASE_URL: elsewhere(warehouse.url), CONNECT_ATTEMPTS: '2' }),
  ],
  [
    'an unreachable source',
    69,
    /users database cannot be reached/,
    [],
    ({ source }) => ({ SOURCE_DATABASE_URL: elsewhere(source.url), CONNECT_ATTEMPTS: '1' }),
  ],
  [
    'a database that is not there',
    69,
    /does not exist.*create it/,
    [],
    ({ source }) => ({ SOURCE_DATABASE_URL: nowhere(source.url) }),
  ],
  [
    'a wrong password',
    77,
    /users database denied access/,
    [],
    ({ source }) => ({ SOURCE_DATABASE_URL: wrongPassword(source.url) }),
  ],
  ['a folder without extraction queries', 78, /SOURCES_SQL_DIR/, [], () => ({ SOURCES_SQL_DIR: '/nowhere' })],
];

it.each(cases)(
  '%s ends with %i and one line that says what to do',
  async (_case, code, line, argv, environment) => {
    const run = await app.run(environmentOf(shop, environment(shop)), argv);
    expect(run.code).toBe(code);
    expect(run.stderr).toMatch(line);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect(run.stdout + run.stderr).not.toContain(keyringJson);
    expect(run.stdout + run.stderr).not.toMatch(/:[^*:@/]+@127/);
  },
);

it('explains itself with --help and ends with 0', async () => {
  const run = await app.run({ PATH: process.env.PATH }, ['--help']);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toMatch(/--full-refresh/);
});

it('stops before a row is read when the source has drifted, and lists every difference', async () => {
  await query(
    shop.source.url,
    `alter table users_v2 rename column email to mail;
     alter table users_v2 drop column country_code;
     alter table users_v2 alter column created_at type timestamp;
     alter table user_activity_v2 alter column user_id type numeric;
     alter table user_activity_v2 rename column platform to os`,
  );
  const run = await app.run(environmentOf(shop));
  await query(
    shop.source.url,
    `alter table users_v2 rename column mail to email;
     alter table users_v2 add column country_code char(2);
     alter table users_v2 alter column created_at type timestamptz;
     alter table user_activity_v2 alter column user_id type bigint;
     alter table user_activity_v2 rename column os to platform`,
  );
  expect(run.code).toBe(65);
  for (const difference of [
    'users.email: missing in the source',
    'users.country_code: missing in the source',
    'users.created_at: timestamp without time zone instead of timestamptz',
    'user_activity.user_id: numeric instead of bigint',
    'user_activity.platform: missing in the source',
  ]) {
    expect(run.stderr).toContain(difference);
  }
  expect(await query(shop.warehouse.url, 'select from core.users')).toEqual([]);
});

it('says that a table is missing', async () => {
  await query(shop.source.url, 'alter table user_activity_v2 rename to elsewhere');
  const run = await app.run(environmentOf(shop));
  await query(shop.source.url, 'alter table elsewhere rename to user_activity_v2');
  expect(run.code).toBe(65);
  expect(run.stderr).toMatch(/user_activity: relation "user_activity_v2" does not exist/);
});

it('puts rows that break the model into quarantine with their reasons, and takes them out when they are mended', async () => {
  await query(
    shop.source.url,
    `update users_v2 set status = 'haunted', subscription_tier = 'gold', updated_at = '2026-11-20T01:00Z' where id = 11;
     update users_v2 set deleted_at = 'infinity', updated_at = '2026-11-20T01:00Z' where id = 12`,
  );
  await app.runWell(environmentOf(shop));
  const inQuarantine = () =>
    query(
      shop.warehouse.url,
      `select source_id::int as id, reasons from etl.quarantine where entity = 'users' and source_id in (11, 12) order by 1`,
    );
  expect(await inQuarantine()).toEqual([
    { id: 11, reasons: ['status: outside the vocabulary', 'subscription_tier: outside the vocabulary'] },
    { id: 12, reasons: ['deleted_at: not a finite instant'] },
  ]);
  const [load] = await query<Record<string, string>>(
    shop.warehouse.url,
    `select sum(extracted)::int as extracted, sum(inserted + updated + unchanged + quarantined)::int as accounted
     from etl.loads where entity = 'users'`,
  );
  expect(load!.extracted).toBe(load!.accounted);
  await query(
    shop.source.url,
    `update users_v2 set status = 'active', subscription_tier = 'free', deleted_at = null, updated_at = '2026-11-20T02:00Z' where id in (11, 12)`,
  );
  await app.runWell(environmentOf(shop));
  expect(await inQuarantine()).toEqual([]);
  expect(
    await query(shop.warehouse.url, 'select id::int from core.users where id in (11, 12) order by 1'),
  ).toEqual([{ id: 11 }, { id: 12 }]);
});

it('refuses a unit with too many bad rows with 65, and leaves facts and tables as they were', async () => {
  const before = await rowVersions(shop.warehouse.url);
  await query(
    shop.source.url,
    `update users_v2 set status = 'haunted', updated_at = '2026-11-20T03:00Z' where id % 2 = 0`,
  );
  const run = await app.run(environmentOf(shop));
  expect(run.code).toBe(65);
  expect(run.stderr).toMatch(/rows of users break the model, more than QUARANTINE_LIMIT allows/);
  expect(await rowVersions(shop.warehouse.url)).toEqual(before);
});
