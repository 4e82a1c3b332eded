import { keyringJson, builtApp, environmentOf, everyValue, openShop, query, type Shop } from '@acme/testing';
import { findCanaries, parseKeyring, createTokenOf } from '@acme/pii';
import { Client } from 'pg';
import { plantOldTables } from './support/old-tables';

const app = builtApp('cli');
const v1Tables = { ENABLE_V1_SCHEMA: 'true' };
const raw = { ...v1Tables, V1_PII: 'direct', V1_PII_DIRECT_GRANTED: 'true' };
const token = /^v1_[A-Za-z0-9_-]{22}$/;
let shop: Shop;
let personal: string[];

const scrub = (environment: Record<string, string | undefined> = {}, ...options: string[]) =>
  app.run(environmentOf(shop, { ...v1Tables, ...environment }), ['cutover', 'scrub', ...options]);

/** A warehouse of its own with the old system's tables in it. */
async function withOldTables(): Promise<Shop> {
  const warehouse = await shop.newWarehouse();
  await plantOldTables(shop.source.url, warehouse.url);
  return { ...shop, warehouse };
}

const scrubOf = (other: Shop, ...options: string[]) =>
  app.run(environmentOf(other, v1Tables), ['cutover', 'scrub', ...options]);

const versions = async (url: string) =>
  query(
    url,
    `select 'activity' as t, xmin::text, ctid::text from analytics_v1.user_activity
     union all select 'analytics', xmin::text, ctid::text from analytics_v1.user_analytics order by 1, 3`,
  );

const found = async (url: string, outputs = '') => findCanaries((await everyValue(url)) + outputs, personal);

/** The planner's statistics have values, too. */
const statistics = async (url: string) =>
  (
    await query<{ text: string }>(
      url,
      `select coalesce(most_common_vals::text, '') || coalesce(histogram_bounds::text, '') as text from pg_stats
       where schemaname in ('analytics_v1', 'core')`,
    )
  )
    .map(({ text }) => text)
    .join('\n');

beforeAll(async () => {
  shop = await openShop({ users: 400, days: 90, eventsPerUser: 20 });
  const values = await query<{ value: string }>(
    shop.source.url,
    `select distinct value from users_legacy cross join lateral (values (email), (phone), (name)) as person (value)
     where length(trim(value)) >= 9 and id % 10 in (2, 7)`,
  );
  personal = values.map(({ value }) => value.trim());
  await query(
    shop.source.url,
    `do $$ begin create role analytics_pii_reader; exception when duplicate_object then null; end $$`,
  );
});
afterAll(() => shop.close());

describe('tables of the old system', () => {
  let old: Shop;
  beforeAll(async () => {
    old = await withOldTables();
  });

  it('would find the personal values if they were there', async () => {
    expect((await found(old.warehouse.url)).length).toBeGreaterThan(personal.length * 0.9);
  });

  it('shows in a dry run what is there, and writes nothing', async () => {
    const before = await versions(old.warehouse.url);
    const { code, stdout, stderr } = await scrubOf(old, '--dry-run');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/analytics_v1\.user_analytics +user_id +user +400 +0 +0/);
    expect(stdout).toMatch(/analytics_v1\.user_activity +email +email +3\d\d +0 +40/);
    expect(stdout).toMatch(/analytics_v1\.user_duplicates +user_hash +hash +[1-9]\d\d +0 +0/);
    expect(stdout).toMatch(/analytics_v1\.vip_callbacks +notes +never extracted +57/);
    expect(findCanaries(stdout, personal)).toEqual([]);
    expect(await versions(old.warehouse.url)).toEqual(before);
  });

  it('goes on where a killed scrub stopped: nothing twice, nothing lost', async () => {
    const { url } = old.warehouse;
    // Whoever holds a row in the middle stops the scrub there.
    const holder = new Client({ connectionString: url });
    await holder.connect();
    await holder.query('begin');
    await holder.query(
      'select from analytics_v1.user_segments where ctid = (select max(ctid) from analytics_v1.user_segments) for update',
    );
    const { child, finished } = app.start(environmentOf(old, v1Tables), [
      'cutover',
      'scrub',
      '--batch-rows',
      '50',
    ]);
    const rawSegments = async () =>
      Number(
        (
          await query<{ n: string }>(
            url,
            "select count(*)::text as n from analytics_v1.user_segments where email like '%@%'",
          )
        )[0]!.n,
      );
    const all = await rawSegments();
    await until(async () => (await rawSegments()) < all / 2);
    child.kill('SIGKILL');
    await finished;
    await holder.query('rollback');
    await holder.end();
    const half = await rawSegments();
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(all);
    const done = await query<{ version: string }>(
      url,
      "select xmin::text as version from analytics_v1.user_segments where email like 'v1_%' order by ctid",
    );
    await waitForLocks(url);
    const { code, stdout, stderr } = await scrubOf(old, '--batch-rows', '50');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('No raw personal value is left.');
    const after = await query<{ version: string }>(
      url,
      'select xmin::text as version from analytics_v1.user_segments order by ctid',
    );
    for (const { version } of done) expect(after).toContainEqual({ version });
    expect(after).toHaveLength(400);
  });

  it('leaves the tokens that the warehouse has of these values, as text, and the masks', async () => {
    const { url } = old.warehouse;
    const keyring = parseKeyring(keyringJson);
    const ofEmail = createTokenOf(keyring, 'email', 'email');
    const ofUser = createTokenOf(keyring, 'user', 'exact');
    const accounts = await query<{ id: string; email: string | null }>(
      shop.source.url,
      'select id::text, email from users_legacy order by users_legacy.id',
    );
    const activity = await query<{ email: string | null; activity_count: number }>(
      url,
      'select email, activity_count from analytics_v1.user_activity order by activity_count',
    );
    expect(activity.filter(({ activity_count: id }) => id % 10 !== 0).map(({ email }) => email)).toEqual(
      accounts.filter(({ id }) => Number(id) % 10 !== 0).map(({ email }) => email && ofEmail(email)),
    );
    const masked = activity.filter(({ activity_count: id, email }) => id % 10 === 0 && email !== null);
    for (const { email } of masked) expect(email).toMatch(/^.\*\*\*@example\.com$/);
    const ids = await query<{ user_id: string }>(url, 'select user_id from analytics_v1.user_analytics');
    expect(ids.map(({ user_id: id }) => id).sort()).toEqual(accounts.map(({ id }) => ofUser(id)!).sort());
    const groups = await query<{ user_hash: string; duplicate_count: number; duplicate_ids: string[] }>(
      url,
      'select * from analytics_v1.user_duplicates',
    );
    for (const group of groups) {
      expect(group.user_hash).toMatch(token);
      expect(group.duplicate_ids).toHaveLength(group.duplicate_count);
      for (const id of group.duplicate_ids) expect(id).toMatch(token);
    }
    const [callback] = await query<Record<string, string>>(
      url,
      'select * from analytics_v1.vip_callbacks where id = 1',
    );
    expect(callback).toMatchObject({
      customer_email: expect.stringMatching(/^$|^v1_/) as string,
      phone: createTokenOf(keyring, 'phone', 'phone')('4915100000007'),
      ip_address: createTokenOf(keyring, 'ip', 'exact')('203.0.113.7'),
      user_ids: `[${ofUser('7')}, ${ofUser('8')}]`,
      notes: null,
      reason: 'order 2026-11-20',
      sent_email: 3,
    });
  });

  it('leaves no personal value anywhere in the warehouse, nor in the statistics of the planner', async () => {
    expect(await found(old.warehouse.url, await statistics(old.warehouse.url))).toEqual([]);
  });

  it('writes nothing when it runs again', async () => {
    const before = await versions(old.warehouse.url);
    const { code, stdout } = await scrubOf(old);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^0 rows in 0 tables were replaced/m);
    expect(await versions(old.warehouse.url)).toEqual(before);
  });

  it('ends with 65 and names the column where something is left in another column, never the value', async () => {
    const { url } = old.warehouse;
    await query(
      url,
      "update analytics_v1.vip_callbacks set reason = 'write to left.over@example.com' where id = 3",
    );
    await query(
      url,
      "update analytics_v1.user_segments set segment = 'call +49 151 2345678' where phone is null",
    );
    const { code, stdout, stderr } = await scrubOf(old);
    expect(code).toBe(65);
    expect(stderr).toMatch(
      /analytics_v1\.user_segments\.segment \(\d+ rows\), analytics_v1\.vip_callbacks\.reason \(1 rows\)/,
    );
    expect(stdout + stderr).not.toMatch(/left\.over|2345678/);
  });

  it('says what to do where a view or a constraint forbids the tokens', async () => {
    const other = await withOldTables();
    const { url } = other.warehouse;
    await query(
      url,
      `create view public.reader as select user_id from analytics_v1.user_analytics;
       delete from analytics_v1.user_segments;
       create unique index on analytics_v1.user_segments (email);
       insert into analytics_v1.user_segments (email) values ('Same@example.com'), ('same@example.com')`,
    );
    expect(await scrubOf(other)).toMatchObject({
      code: 65,
      stderr: expect.stringMatching(
        /of analytics_v1\.user_analytics cannot become text \(0A000\); drop the views/,
      ) as string,
    });
    await query(url, 'drop view public.reader');
    const refused = await scrubOf(other);
    expect(refused).toMatchObject({
      code: 65,
      stderr: expect.stringMatching(
        /a constraint of analytics_v1\.user_segments forbids the tokens \(23505\).*drop the constraint/,
      ) as string,
    });
    expect(refused.stdout + refused.stderr).not.toMatch(/same@/i);
  });
});

describe('the first runs beside the old tables', () => {
  let old: Shop;
  beforeAll(async () => {
    old = await withOldTables();
    await query(
      old.warehouse.url,
      `do $$ begin create role old_reports; exception when duplicate_object then null; end $$;
       grant select on analytics_v1.user_activity to old_reports;
       create table analytics_v1.user_cohorts (cohort_month date, activity_month date, active_users bigint, primary key (cohort_month, activity_month));
       insert into analytics_v1.user_cohorts values ('2020-01-01', '2020-02-01', 7);
       create table analytics_v1.user_segments_superseded (segment text)`,
    );
  });

  it('keeps them under another name, with their rows and grants, and says so', async () => {
    const { code, stdout, stderr } = await app.run(environmentOf(old, v1Tables), ['run', 'all']);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(stderr).toMatch(/"keptAs":"analytics_v1\.user_activity_superseded".*acme-etl cutover scrub/);
    const [kept] = await query(
      old.warehouse.url,
      `select
         (select count(*)::integer from analytics_v1.user_activity_superseded) as activity,
         (select count(*)::integer from analytics_v1.user_segments_superseded2) as segments,
         (select active_users::integer from analytics_v1.user_cohorts_superseded) as cohorts,
         has_table_privilege('old_reports', 'analytics_v1.user_activity_superseded', 'select') as reads_old,
         has_table_privilege('old_reports', 'analytics_v1.user_activity', 'select') as reads_new,
         (select count(*)::integer from analytics_v1.user_cohorts where cohort_month = '2020-01-01') as mixed_in`,
    );
    expect(kept).toEqual({
      activity: 400,
      segments: 400,
      cohorts: 7,
      reads_old: true,
      reads_new: true,
      mixed_in: 0,
    });
    const again = await app.run(environmentOf(old, v1Tables), ['run', 'all']);
    expect({ code: again.code, stderr: again.stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('makes a table anew that was dropped, or that the old one was put in the place of', async () => {
    const { url } = old.warehouse;
    const before = await rowsOf(url, 'user_activity');
    await query(
      url,
      `drop table analytics_v1.user_activity, analytics_v1.order_analytics;
       alter table analytics_v1.user_activity_superseded rename to user_activity`,
    );
    await app.runWell(environmentOf(old, v1Tables), ['run', 'all']);
    expect(await rowsOf(url, 'user_activity')).toEqual(before);
    expect((await rowsOf(url, 'order_analytics')).length).toBeGreaterThan(80);
    expect(await query(url, 'select from analytics_v1.user_activity_superseded')).toHaveLength(400);
  });

  it('scrubs those kept, and not a row of the others', async () => {
    const ours = () =>
      query(
        old.warehouse.url,
        'select user_id, xmin::text from analytics_v1.user_analytics order by user_id',
      );
    const before = await ours();
    const { code, stdout } = await scrubOf(old);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(stdout).toMatch(/analytics_v1\.user_activity_superseded: \d+ rows/);
    expect(stdout).not.toMatch(/analytics_v1\.user_activity: /);
    expect(await ours()).toEqual(before);
    expect(await found(old.warehouse.url, await statistics(old.warehouse.url))).toEqual([]);
  });
});

describe('after V1_PII=direct', () => {
  const now = '2026-11-20T06:00:00Z';
  beforeAll(async () => {
    await app.runWell(environmentOf(shop, raw), ['run', 'all']);
  });

  it('refuses while values would be written again, without a key, and with another key', async () => {
    const direct = await scrub(raw);
    expect(direct).toMatchObject({
      code: 78,
      stderr: expect.stringMatching(/V1_PII=direct is set.*V1_PII=tokens/) as string,
    });
    expect(await scrub({ PII_KEYRING: undefined })).toMatchObject({ code: 78 });
    const otherKey = JSON.stringify({ current: 1, keys: { 1: Buffer.alloc(32, 8).toString('base64') } });
    expect(await scrub({ PII_KEYRING: otherKey })).toMatchObject({
      code: 78,
      stderr: expect.stringMatching(/not the one the warehouse was filled with/) as string,
    });
  });

  it('waits for nobody: 75 while a run is at work', async () => {
    const run = new Client({ connectionString: shop.warehouse.url });
    await run.connect();
    await run.query("select pg_advisory_lock(hashtextextended('acme-etl payment-analytics', 0))");
    const refused = await scrub();
    await run.end();
    expect(refused).toMatchObject({
      code: 75,
      stderr: expect.stringMatching(/payment-analytics is at work.*then try again/) as string,
    });
  });

  it('stops cleanly on SIGTERM', async () => {
    const holder = new Client({ connectionString: shop.warehouse.url });
    await holder.connect();
    await holder.query('begin; lock table analytics_v1.user_activity in share mode');
    const { child, finished } = app.start(environmentOf(shop, v1Tables), ['cutover', 'scrub']);
    await until(async () => {
      const waiting = await query(
        shop.warehouse.url,
        "select from pg_stat_activity where application_name = 'acme-etl cutover scrub' and wait_event_type = 'Lock' and datname = current_database()",
      );
      return waiting.length > 0;
    });
    child.kill('SIGTERM');
    expect(await finished).toMatchObject({
      code: 143,
      stderr: expect.stringMatching(/stopped on request.*run again to go on/) as string,
    });
    await holder.end();
  });

  it('makes of them what a run with tokens would have made, in v1 tables and in core', async () => {
    expect((await found(shop.warehouse.url)).length).toBeGreaterThan(personal.length / 2);
    const { code, stdout, stderr } = await scrub();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/core\.users +email_shown +email +0 +0 +0/);
    expect(await found(shop.warehouse.url, (await statistics(shop.warehouse.url)) + stdout)).toEqual([]);
    const disclosures = await query(
      shop.warehouse.url,
      "select disclosure from etl.watermarks where entity = 'users'",
    );
    expect(disclosures).toEqual([{ disclosure: 'tokens' }]);
    const fresh = await shop.newWarehouse();
    await app.runWell(environmentOf({ ...shop, warehouse: fresh }, v1Tables), ['run', 'all']);
    for (const table of ['user_activity', 'user_segments'])
      expect(await rowsOf(shop.warehouse.url, table)).toEqual(await rowsOf(fresh.url, table));
  });

  it('leaves the next run nothing to read again', async () => {
    await app.runWell(environmentOf(shop, { ...v1Tables, RUN_NOW: now }), ['run', 'all']);
    const [loads] = await query<{ updated: string; written: string }>(
      shop.warehouse.url,
      `select
         (select coalesce(sum(extracted), 0)::text from etl.loads where entity = 'users' and run_id > (select max(run_id) - 4 from etl.runs)) as updated,
         (select coalesce(sum(inserted + updated + deleted), 0)::text from etl.publications where run_id > (select max(run_id) - 4 from etl.runs)) as written`,
    );
    expect(loads).toEqual({ updated: '0', written: '0' });
  });

  it('leaves the masks of V1_PII=masked where they are', async () => {
    const masked = { ...v1Tables, V1_PII: 'masked' };
    await app.runWell(environmentOf(shop, masked), ['run', 'all']);
    const before = await rowsOf(shop.warehouse.url, 'user_segments');
    const { code, stdout } = await scrub(masked);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^0 rows in 0 tables were replaced/m);
    expect(stdout).toMatch(/core\.users +email_shown +email +0 +0 +[1-9]/);
    expect(await rowsOf(shop.warehouse.url, 'user_segments')).toEqual(before);
  });
});

it.each([
  [['--dry'], /\[--dry-run\] \[--batch-rows N\]/],
  [['--batch-rows', '0'], /--batch-rows takes a number/],
  [['--batch-rows'], /--batch-rows N/],
  [['now'], /does not know these arguments/],
])('ends %j with 64', async (options, line) => {
  expect(await scrub({}, ...options)).toMatchObject({
    code: 64,
    stderr: expect.stringMatching(line) as string,
  });
});

it('has nothing to do in an empty warehouse', async () => {
  const warehouse = await shop.newWarehouse();
  expect(await scrubOf({ ...shop, warehouse })).toMatchObject({ code: 0, stderr: '' });
});

const rowsOf = async (url: string, table: string) =>
  query(
    url,
    `select (to_jsonb(t) - '{run_id,computed_at}'::text[])::text as row from analytics_v1.${table} as t order by 1`,
  );

/** Until the server has noticed that the killed process is gone. */
const waitForLocks = (url: string) =>
  until(async () => {
    const held = await query(
      url,
      "select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())",
    );
    return held.length === 0;
  });

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 20_000; !(await condition());) {
    if (Date.now() > deadline) throw new Error('it did not come to that within 20 seconds');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
