import { findCanaries } from '@acme/pii';
import {
  builtApp,
  environmentOf,
  everyValue,
  type Finished,
  openShop,
  ownServer,
  query,
  type Shop,
} from '@acme/testing';
import { settingsOf } from '../support/disagreements';
import {
  everyValueAndStatistic,
  legacyCanaries,
  neverShown,
  plantLegacyCanaries,
  shownCanaries,
} from '../support/personal';

const app = builtApp('cli');
const shownValues = Object.values(shownCanaries);
const canaries = [...legacyCanaries.values()];

/** The columns that show something, by table. */
const personal: Record<string, string[]> = {
  'core.users': ['email_shown', 'phone_shown', 'full_name_shown'],
  'analytics_v1.user_activity': ['email', 'name'],
  'analytics_v1.user_segments': ['email', 'phone'],
};

let shop: Shop;

const run = (environment: Record<string, string> = {}, ...argv: string[]): Promise<Finished> =>
  app.run(
    environmentOf(shop, {
      ...settingsOf({ legacyEtl: true, v1Schema: true }),
      V1_PII: 'direct',
      V1_PII_DIRECT_GRANTED: 'true',
      QUARANTINE_LIMIT: '1',
      LOG_LEVEL: 'trace',
      ...environment,
    }),
    argv.length > 0 ? argv : ['run', 'all'],
  );

/** Runs statements as a role, which the last of them gives rows of, or is denied. */
const as = (role: string, sql: string) =>
  query(shop.warehouse.url, `set role ${role}; ${sql}`).then(
    (rows) => rows,
    (error: unknown) => (error as { code: string }).code,
  );
const denied = '42501';

/** Every value of the warehouse but those of the columns that show something. */
async function everythingElse(): Promise<string> {
  const tables = await query<{ name: string }>(
    shop.warehouse.url,
    `select schemaname || '.' || tablename as name from pg_tables where schemaname in ('core', 'etl', 'analytics', 'analytics_v1')`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await query<{ row: string }>(
      shop.warehouse.url,
      `select (to_jsonb(t) - $1::text[])::text as row from ${name} as t`,
      [personal[name] ?? []],
    );
    texts.push(...rows.map(({ row }) => row));
  }
  return texts.join('\n');
}

/** Roles that could select the tables in one way or another before anything was shown. */
const grants: Record<string, string> = {
  whole_table: `grant select on core.users, analytics_v1.user_activity, analytics_v1.user_segments to whole_table`,
  all_tables: `grant select on all tables in schema core, analytics_v1 to all_tables`,
  new_tables: `alter default privileges in schema core, analytics_v1 grant select on tables to new_tables`,
  by_column: `grant select (user_token, email_shown) on core.users to by_column;
    grant select (user_token, email, name) on analytics_v1.user_activity to by_column`,
  '"Odd \'Role"': `grant all on all tables in schema core, analytics_v1 to "Odd 'Role"`,
  borrower: `grant select on core.users, analytics_v1.user_activity to whole_table with grant option;
    set role whole_table; grant select on core.users, analytics_v1.user_activity to borrower; reset role`,
  anybody: `grant select on core.users, analytics_v1.user_segments to public`,
};
const outsiders = Object.keys(grants);

beforeAll(async () => {
  // Roles belong to a whole server, and the absence of one is tested here.
  shop = await openShop({ server: await ownServer(), users: 150, days: 90 });
  await plantLegacyCanaries(shop.source.url);
});
afterAll(() => shop.close());

it('is refused with 78 unless it is granted as well', async () => {
  const finished = await run({ V1_PII_DIRECT_GRANTED: 'false' });
  expect(finished.code).toBe(78);
  expect(finished.stderr).toMatch(
    /V1_PII: direct writes personal data .*V1_PII_DIRECT_GRANTED=true.*unset it for tokens/,
  );
});

it('is refused with 78 while there is no role that could read it', async () => {
  const finished = await run();
  expect(finished.code).toBe(78);
  expect(finished.stderr).toMatch(
    /needs the database role analytics_pii_reader.*create role analytics_pii_reader/,
  );
  expect(await query(shop.warehouse.url, 'select from core.users')).toEqual([]);
});

it('is refused with 78 while somebody may read everything', async () => {
  await query(
    shop.warehouse.url,
    `create role analytics_pii_reader; create role insider in role analytics_pii_reader;
     create role omnivore in role pg_read_all_data; create role heir in role omnivore`,
  );
  const finished = await run();
  expect(finished.code).toBe(78);
  expect(finished.stderr).toMatch(
    /pg_read_all_data lets heir, omnivore read personal values.*revoke pg_read_all_data/,
  );
  await query(shop.warehouse.url, 'grant analytics_pii_reader to omnivore');
  expect(await query(shop.warehouse.url, 'select from core.users')).toEqual([]);
});

it('writes the values where they are asked for, and nowhere else', async () => {
  // All that others can select was made before, with tokens in it.
  expect((await run({ V1_PII: 'tokens' })).code).toBe(0);
  for (const [role, grant] of Object.entries(grants))
    await query(
      shop.warehouse.url,
      `create role ${role}; grant usage on schema core, analytics_v1 to ${role}; ${grant}`,
    );
  for (const role of outsiders.slice(0, 2))
    expect(await as(role, 'select email from analytics_v1.user_activity limit 1')).toHaveLength(1);
  const finished = await run();
  expect(finished.code).toBe(0);
  for (const [table, columns] of Object.entries(personal)) {
    const [row] = await query(
      shop.warehouse.url,
      `select distinct ${columns.join(', ')} from ${table} where ${columns[0]} = $1`,
      [shownCanaries.email],
    );
    const valueOf = (column: string) =>
      shownCanaries[/email|phone|name/.exec(column)![0] as keyof typeof shownCanaries];
    expect(row).toEqual(Object.fromEntries(columns.map((column) => [column, valueOf(column)])));
  }
  expect(findCanaries(await everythingElse(), canaries)).toEqual([]);
  expect(findCanaries(finished.stdout + finished.stderr, canaries)).toEqual([]);
  expect(findCanaries(await everyValue(shop.warehouse.url), neverShown)).toEqual([]);
});

it('warns at each start, of each job', async () => {
  const { stderr } = await run({ LOG_LEVEL: 'info' });
  expect(stderr.match(/"level":"warn"[^\n]*V1_PII=direct: personal data is written/g)).toHaveLength(4);
});

const attempts = Object.entries(personal).flatMap(([table, columns]) => [
  ...columns.map((column) => `select ${column} from ${table}`),
  `select * from ${table}`,
  `select t from ${table} as t`,
  `select to_jsonb(t) from ${table} as t`,
  `select count(*) from ${table} where ${columns[0]} like 'Canary%'`,
  `select user_token from ${table} order by ${columns[0]}`,
  `copy ${table} to stdout`,
  `select * from ${table} tablesample system (100)`,
]);

it.each(outsiders)('lets %s read no value, by no way, but the other columns', async (role) => {
  for (const sql of attempts) expect({ sql, found: await as(role, sql) }).toEqual({ sql, found: denied });
  const kept = await as(
    role,
    `select count(*)::int as n from pg_stats where schemaname in ('core', 'analytics_v1') and attname in ('email', 'phone', 'name', 'email_shown', 'phone_shown', 'full_name_shown')`,
  );
  expect(kept).toEqual([{ n: 0 }]);
});

it('leaves the other columns to whoever had the table', async () => {
  for (const role of ['whole_table', 'all_tables', '"Odd \'Role"', 'borrower', 'anybody', 'new_tables'])
    expect(await as(role, 'select user_token, status, email_token from core.users limit 1')).toHaveLength(1);
  for (const role of ['whole_table', 'all_tables', '"Odd \'Role"', 'borrower'])
    expect(
      await as(role, 'select activity_count, user_token from analytics_v1.user_activity limit 1'),
    ).toHaveLength(1);
  expect(await as('by_column', 'select user_token from core.users limit 1')).toHaveLength(1);
});

it('lets the reading role select the v1 tables, and nobody look into core', async () => {
  for (const role of ['analytics_pii_reader', 'insider', 'omnivore']) {
    const rows = await as(
      role,
      `select distinct email, name from analytics_v1.user_activity where email = '${shownCanaries.email}'`,
    );
    expect(rows).toEqual([{ email: shownCanaries.email, name: shownCanaries.name }]);
    expect(await as(role, 'select phone from analytics_v1.user_segments limit 1')).toHaveLength(1);
  }
  expect(await as('insider', 'select email_shown from core.users')).toBe(denied);
});

it('takes back what was granted since the last run, also on tables that are made anew', async () => {
  await query(
    shop.warehouse.url,
    `create role latecomer; grant usage on schema core, analytics_v1 to latecomer;
     grant select on all tables in schema core, analytics_v1 to latecomer;
     drop table analytics_v1.user_activity; delete from etl.metric_tables where table_name = 'analytics_v1.user_activity'`,
  );
  expect((await run()).code).toBe(0);
  for (const role of ['latecomer', 'new_tables'])
    for (const sql of attempts) expect({ sql, found: await as(role, sql) }).toEqual({ sql, found: denied });
  expect(
    await as('new_tables', 'select activity_count from analytics_v1.user_activity limit 1'),
  ).toHaveLength(1);
});

it('keeps the values out of logs, ledger and quarantine when rows are refused by either side', async () => {
  await query(
    shop.warehouse.url,
    `alter table core.users add constraint no_canary check (status <> 'churned') not valid`,
  );
  await query(
    shop.source.url,
    `update users_legacy set status = email, updated_at = '2026-11-20 01:00' where id % 14 = 3;
     update users_legacy set status = 'churned', updated_at = '2026-11-20 01:00' where id % 14 = 10`,
  );
  const failed = await run();
  expect(failed.code).toBe(65);
  expect(failed.stderr).toContain('no_canary');
  await query(shop.warehouse.url, 'alter table core.users drop constraint no_canary');
  const finished = await run();
  expect(finished.code).toBe(0);
  const told = [failed, finished].map(({ stdout, stderr }) => stdout + stderr).join('\n');
  expect(findCanaries((await everythingElse()) + told, canaries)).toEqual([]);
});

it('has nothing left in the warehouse, nor in its statistics, after going back', async () => {
  const seen =
    "select from pg_stats where most_common_vals::text ~ 'Canary' or histogram_bounds::text ~ 'Canary'";
  // As the server does by itself, sooner or later.
  await query(shop.warehouse.url, 'analyze core.users');
  expect(await query(shop.warehouse.url, seen)).not.toEqual([]);
  const masked = await run({ V1_PII: 'masked' });
  expect(masked.code).toBe(0);
  expect(findCanaries(await everyValueAndStatistic(shop.warehouse.url), canaries)).toEqual([]);
  expect((await run()).code).toBe(0);
  expect(findCanaries(await everyValue(shop.warehouse.url), shownValues)).toEqual(shownValues);
  await query(shop.warehouse.url, 'analyze core.users');
  expect((await run({ V1_PII: 'tokens' })).code).toBe(0);
  const values = await everyValueAndStatistic(shop.warehouse.url);
  expect(findCanaries(values, canaries)).toEqual([]);
  expect(values).not.toContain('@example');
});
