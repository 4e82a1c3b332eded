import { builtApp, environmentOf, openShop, query, type Environment, type Shop } from '@acme/testing';
import { v1 } from '@acme/models';
import { Client } from 'pg';

const app = builtApp('cli');
const now = '2026-11-20T06:00:00Z';
const legacy = { ENABLE_LEGACY_ETL: 'true', ENABLE_V1_SCHEMA: 'true', RUN_NOW: now };
let shop: Shop;

interface Checked {
  readonly flag: string;
  readonly setting: string;
  readonly safe: boolean;
  readonly conditions: { name: string; verdict: string; found: string; todo?: string }[];
  readonly steps: { what: string; command?: string }[];
}

const check = (environment: Environment, ...options: string[]) =>
  app.run(environmentOf(shop, { ...legacy, ...environment }), ['cutover', 'check', ...options]);

/** The flags by name, as --json tells of them. */
async function checked(environment: Environment, ...options: string[]) {
  const { code, stdout, stderr } = await check(environment, '--json', ...options);
  const { flags } = JSON.parse(stdout) as { flags: Checked[] };
  return { code, stderr, flags };
}

const wrongOf = (flag: Checked | undefined) =>
  flag?.conditions.filter(({ verdict }) => verdict === 'not ok').map(({ name }) => name);

const conditionOf = (flag: Checked | undefined, name: string | RegExp) =>
  flag?.conditions.find((condition) =>
    typeof name === 'string' ? condition.name === name : name.test(condition.name),
  );

/** What a night's comparison leaves, for every table on the days from … to …. */
const record = (tables: readonly string[], from: string, to: string, unexplained = 0, v1Schema = true) =>
  query(
    shop.warehouse.url,
    `insert into etl.parity (table_name, day, compared, equal, declared, unexplained, v1_schema, legacy_etl, logical_now)
     select name, day::date, 10 + $4::bigint, 10, 0, $4, $5, true, (day::date + 1)::timestamp at time zone 'UTC' + interval '2 hours'
     from unnest($1::text[]) as name, generate_series($2::date::timestamp, $3::date::timestamp, interval '1 day') as day`,
    [tables, from, to, unexplained, v1Schema],
  );

const all = v1.tables.map(({ name }) => name);
const edit = (sql: string) => query(shop.source.url, sql);

beforeAll(async () => {
  shop = await openShop({ users: 200, days: 90 });
});
afterAll(() => shop.close());

it('ends with 78 before the first run', async () => {
  expect(await check({})).toMatchObject({
    code: 78,
    stderr: expect.stringMatching(/no job of this version has run.*acme-etl run all --shadow/) as string,
  });
});

describe('the flag of the schema', () => {
  beforeAll(async () => {
    await app.runWell(environmentOf(shop, legacy), ['run', 'all']);
  });

  it('is not safe before parity has been recorded: every missing day is named', async () => {
    const { code, stderr, flags } = await checked({}, '--flag', 'schema');
    expect(code).toBe(65);
    expect(stderr).toMatch(/flipping ENABLE_V1_SCHEMA is not safe now; see to/);
    expect(flags.map(({ flag, safe }) => [flag, safe])).toEqual([['schema', false]]);
    expect(wrongOf(flags[0])).toEqual(['7 green days of parity']);
    expect(conditionOf(flags[0], '7 green days of parity')).toMatchObject({
      found: expect.stringMatching(
        /no check of 2026-11-13 \(all tables\); .*2026-11-19 \(all tables\)/,
      ) as string,
      todo: expect.stringMatching(/--shadow/) as string,
    });
  });

  it('is safe after green days, and the steps say how, and how to go back', async () => {
    await record(all, '2026-11-13', '2026-11-19');
    const { code, stdout, stderr } = await check({}, '--flag', 'schema');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/ENABLE_V1_SCHEMA: true → false is safe now/);
    expect(stdout).toMatch(/^ {2}ok {6}7 green days of parity: 10 v1 tables/m);
    expect(stdout).toMatch(/^ {2}ok {6}published tables reach the last complete day: 2\d tables/m);
    expect(stdout).toMatch(/^ {2}note {4}not provided by the legacy source: disputes, as a whole/m);
    expect(stdout).toMatch(/note {4}not provided by the legacy source: orders: .*cancelled_at/);
    expect(stdout).toMatch(
      /1\. set ENABLE_V1_SCHEMA=false in the environment.*\n.*\n +ENABLE_V1_SCHEMA=false acme-etl run all/,
    );
    expect(stdout).toMatch(
      /the way back: set ENABLE_V1_SCHEMA=true again.*\n +ENABLE_V1_SCHEMA=true acme-etl run all/,
    );
  });

  it('asks for as many days as --days says', async () => {
    // Tables of days were compared for thirty days by each check.
    const states =
      'channel_analytics, user_activity, user_analytics, user_churn, user_cohorts, user_duplicates, user_segments';
    const { code, flags } = await checked({}, '--flag', 'schema', '--days', '9');
    expect(code).toBe(65);
    expect(conditionOf(flags[0], '9 green days of parity')!.found).toBe(
      `no check of 2026-11-11 (${states}); 2026-11-12 (${states})`,
    );
    expect((await check({}, '--flag', 'schema', '--days', '3')).code).toBe(0);
  });

  it('names table, day and number of an unexplained difference, and forgets it after a later green check', async () => {
    await record(
      ['analytics_v1.user_segments', 'analytics_v1.order_analytics'],
      '2026-11-15',
      '2026-11-16',
      3,
    );
    const { code, flags } = await checked({}, '--flag', 'schema');
    expect(code).toBe(65);
    expect(conditionOf(flags[0], '7 green days of parity')).toMatchObject({
      found: expect.stringContaining(
        'analytics_v1.order_analytics on 2026-11-15 (3), analytics_v1.order_analytics on 2026-11-16 (3), analytics_v1.user_segments on 2026-11-15 (3)',
      ) as string,
      todo: expect.stringContaining('acme-etl parity --from 2026-11-15 --to 2026-11-16') as string,
    });
    await record(all, '2026-11-15', '2026-11-16');
    expect((await check({}, '--flag', 'schema')).code).toBe(0);
  });

  it('does not count checks made with other flags, or of a day that was not over', async () => {
    await query(
      shop.warehouse.url,
      `delete from etl.parity where day = '2026-11-17';
       insert into etl.parity (table_name, day, compared, equal, declared, unexplained, v1_schema, legacy_etl, logical_now)
       values ('analytics_v1.user_churn', '2026-11-17', 1, 1, 0, 0, true, true, '2026-11-17T23:00Z')`,
    );
    await record(all, '2026-11-17', '2026-11-17', 0, false);
    const { flags } = await checked({}, '--flag', 'schema');
    expect(conditionOf(flags[0], '7 green days of parity')!.found).toMatch(
      /^no check of 2026-11-17 \(.*user_churn/,
    );
    // A day without a single order has no row: the later checks of the table have looked at it.
    expect(conditionOf(flags[0], '7 green days of parity')!.found).not.toMatch(/order_analytics/);
    await record(all, '2026-11-17', '2026-11-17');
    expect((await check({}, '--flag', 'schema')).code).toBe(0);
  });

  it('is not safe when runs lag behind, failed, are at work, or ran with other flags', async () => {
    const late = await checked({ RUN_NOW: '2026-11-21T06:00:00Z' }, '--flag', 'schema', '--days', '1');
    expect(wrongOf(late.flags[0])).toEqual([
      '1 green day of parity',
      'runs reach the last complete day',
      'published tables reach the last complete day',
    ]);
    const otherFlags = await checked({ ENABLE_LEGACY_ETL: 'false' }, '--flag', 'schema');
    expect(conditionOf(otherFlags.flags[0], 'flags as in the last runs')).toMatchObject({
      verdict: 'not ok',
      found: expect.stringMatching(/ran last with others/) as string,
    });
    const run = new Client({ connectionString: shop.warehouse.url });
    await run.connect();
    await run.query("select pg_advisory_lock(hashtextextended('acme-etl order-analytics', 0))");
    const busy = await checked({}, '--flag', 'schema');
    await run.end();
    expect(conditionOf(busy.flags[0], 'last runs ended well')).toMatchObject({
      verdict: 'not ok',
      found: 'order-analytics: at work',
    });
    await edit('alter table refunds_legacy rename column amount to sum');
    expect((await app.run(environmentOf(shop, legacy), ['run', 'payment-analytics'])).code).toBe(65);
    await edit('alter table refunds_legacy rename column sum to amount');
    const failed = await checked({}, '--flag', 'schema');
    expect(conditionOf(failed.flags[0], 'last runs ended well')).toMatchObject({
      verdict: 'not ok',
      found: 'payment-analytics: failed',
    });
    await app.runWell(environmentOf(shop, legacy), ['run', 'payment-analytics']);
    expect((await check({}, '--flag', 'schema')).code).toBe(0);
  });

  it('says what V1_PII means for it', async () => {
    const masked = await checked({ V1_PII: 'masked' }, '--flag', 'schema');
    expect(conditionOf(masked.flags[0], 'V1_PII=masked')).toMatchObject({
      verdict: 'note',
      todo: expect.stringContaining('acme-etl cutover scrub') as string,
    });
    expect(masked.flags[0]!.steps.some(({ command }) => command?.includes('cutover scrub'))).toBe(true);
  });
});

describe('the flag of the source tables', () => {
  it('is safe while both generations hold the same, and tells what v2 adds', async () => {
    const { code, stderr, flags } = await checked({}, '--flag', 'etl');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { conditions, steps } = flags[0]!;
    for (const entity of ['users', 'user_activity', 'orders', 'payments', 'refunds', 'notifications']) {
      const [row] = await query<{ n: string }>(
        shop.source.url,
        `select count(*)::text as n from ${entity}_v2`,
      );
      expect(conditions).toContainEqual(
        expect.objectContaining({
          name: `v2 ${entity}`,
          verdict: 'ok',
          found: expect.stringMatching(
            new RegExp(`^${row!.n} rows, newest 2026-11-1.*; legacy: ${row!.n} rows, newest 2026-11-1`),
          ) as string,
        }),
      );
    }
    expect(conditionOf(flags[0], 'v2 disputes')).toMatchObject({ verdict: 'note' });
    expect(steps.map(({ command }) => command)).toContain(
      'ENABLE_LEGACY_ETL=false acme-etl run all --dry-run',
    );
  });

  it('names what the legacy tables lack for the way back', async () => {
    const v2 = { ENABLE_LEGACY_ETL: 'false', ENABLE_V1_SCHEMA: 'true' };
    const warehouse = await shop.newWarehouse();
    await app.runWell(environmentOf({ ...shop, warehouse }, { ...legacy, ...v2 }), ['run', 'all']);
    const { code, flags } = await checked({ ...v2, WAREHOUSE_DATABASE_URL: warehouse.url }, '--flag', 'etl');
    expect(code).toBe(0);
    expect(conditionOf(flags[0], 'legacy disputes')).toMatchObject({ found: 'there is no such table' });
    expect(conditionOf(flags[0], 'legacy payments cannot tell')!.found).toMatch(/card_country/);
    expect(flags[0]).toMatchObject({ setting: 'ENABLE_LEGACY_ETL' });
  });

  it('is not safe when rows are missing beyond the tolerance, and takes ten for none', async () => {
    await edit(
      'create table kept as select * from notifications_v2; delete from notifications_v2 where id in (select id from notifications_v2 order by id limit 8)',
    );
    expect((await check({}, '--flag', 'etl')).code).toBe(0);
    await edit(
      'delete from notifications_v2 where id in (select id from notifications_v2 order by id limit 40)',
    );
    const { code, flags } = await checked({}, '--flag', 'etl');
    expect(code).toBe(65);
    expect(wrongOf(flags[0])).toEqual(['v2 notifications']);
    expect(conditionOf(flags[0], 'v2 notifications')!.found).toMatch(
      /^48 rows fewer \(1\d are tolerated\): /,
    );
    await edit(
      'truncate notifications_v2; insert into notifications_v2 overriding system value select * from kept; drop table kept',
    );
    expect((await check({}, '--flag', 'etl')).code).toBe(0);
  });

  it('is not safe when the other tables lag behind by more than a day', async () => {
    await edit("update orders_v2 set updated_at = updated_at - interval '2 days'");
    await edit("update user_activity_v2 set created_at = created_at - interval '30 hours'");
    const { code, flags } = await checked({}, '--flag', 'etl');
    expect(code).toBe(65);
    expect(wrongOf(flags[0])).toEqual(['v2 orders', 'v2 user_activity']);
    expect(conditionOf(flags[0], 'v2 orders')!.found).toMatch(/^2\.0 days behind/);
    await edit("update orders_v2 set updated_at = updated_at + interval '2 days'");
    await edit("update user_activity_v2 set created_at = created_at + interval '30 hours'");
  });

  it('is not safe when tables or columns are missing or of other types; an optional one may be', async () => {
    await edit(`alter table payments_v2 rename column provider to carrier; alter table users_v2 rename to accounts;
      alter table disputes_v2 rename to quarrels; alter table orders_v2 alter column total_cents type text`);
    const { code, flags } = await checked({}, '--flag', 'etl');
    expect(code).toBe(65);
    expect(conditionOf(flags[0], 'v2 payments')!.found).toBe('payments.provider: missing in the source');
    expect(conditionOf(flags[0], 'v2 users')!.found).toMatch(/relation "users_v2" does not exist/);
    expect(conditionOf(flags[0], 'v2 orders')!.found).toBe('orders.total_cents: text instead of bigint');
    expect(conditionOf(flags[0], 'v2 disputes')).toMatchObject({ verdict: 'note' });
    expect(conditionOf(flags[0], 'v2 refunds')).toMatchObject({ verdict: 'ok' });
    await edit(`alter table payments_v2 rename column carrier to provider; alter table accounts rename to users_v2;
      alter table quarrels rename to disputes_v2; alter table orders_v2 alter column total_cents type bigint using total_cents::bigint`);
  });

  it('tells a database that denies access from one that lacks tables', async () => {
    await edit(
      `do $$ begin create role blind login password 'blind'; exception when duplicate_object then null; end $$`,
    );
    const url = new URL(shop.source.url);
    url.username = 'blind';
    url.password = 'blind';
    const { code, flags } = await checked({ PAYMENTS_DATABASE_URL: url.href }, '--flag', 'etl');
    expect(code).toBe(65);
    expect(wrongOf(flags[0])).toEqual(['payments database']);
    expect(conditionOf(flags[0], 'payments database')).toMatchObject({
      todo: expect.stringMatching(/^grant the role/) as string,
    });
  });

  it('looks at both flags unless one is named', async () => {
    const { code, flags } = await checked({});
    expect(code).toBe(0);
    expect(flags.map(({ flag }) => flag)).toEqual(['schema', 'etl']);
  });
});

it('reads only', async () => {
  const written = () =>
    query(
      shop.warehouse.url,
      'select sum(n_tup_ins + n_tup_upd + n_tup_del)::text as n from pg_stat_user_tables',
    );
  const before = await written();
  await check({});
  expect(await written()).toEqual(before);
});

it.each([
  [['--flag', 'both'], /--flag does not know both; name schema or etl/],
  [['--days', '0'], /--days takes a number of days/],
  [['--days', 'seven'], /--days takes a number of days/],
  [['--day', '7'], /unknown option --day; did you mean --days\?/],
  [['tomorrow'], /unexpected argument tomorrow/],
])('ends %j with 64', async (options, line) => {
  expect(await check({}, ...options)).toMatchObject({
    code: 64,
    stderr: expect.stringMatching(line) as string,
  });
});

it.each([[['cutover']], [['cutover', 'now']]])('names the commands there are for %j', async (argv) => {
  expect(await app.run(environmentOf(shop), argv)).toMatchObject({
    code: 64,
    stderr: expect.stringMatching(/name check or scrub/) as string,
  });
});
