import { builtApp, environmentOf, keyringJson, query, type Shop } from '@acme/testing';
import { createTokenOf, findCanaries, parseKeyring } from '@acme/pii';
import { Client } from 'pg';
import {
  findPersonal,
  openShopOfPersons,
  rowsOf,
  scrub,
  statistics,
  until,
  v1Tables,
  versions,
  waitForLocks,
  withOldTables,
} from '../support/scrub';

const token = /^v1_[A-Za-z0-9_-]{22}$/;
const app = builtApp('cli');
let shop: Shop;
let personal: string[];

beforeAll(async () => {
  ({ shop, personal } = await openShopOfPersons());
});
afterAll(() => shop.close());

const found = (url: string, outputs = '') => findPersonal(url, personal, outputs);

describe('tables of the old system', () => {
  let old: Shop;
  beforeAll(async () => {
    old = await withOldTables(shop);
  });

  it('would find the personal values if they were there', async () => {
    expect((await found(old.warehouse.url)).length).toBeGreaterThan(personal.length * 0.9);
  });

  it('shows in a dry run what is there, and writes nothing', async () => {
    const before = await versions(old.warehouse.url);
    const { code, stdout, stderr } = await scrub(old, {}, '--dry-run');
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
    const { code, stdout, stderr } = await scrub(old, {}, '--batch-rows', '50');
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
    const { code, stdout } = await scrub(old);
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
    const { code, stdout, stderr } = await scrub(old);
    expect(code).toBe(65);
    expect(stderr).toMatch(
      /analytics_v1\.user_segments\.segment \(\d+ rows\), analytics_v1\.vip_callbacks\.reason \(1 rows\)/,
    );
    expect(stdout + stderr).not.toMatch(/left\.over|2345678/);
  });

  it('says what to do where a view or a constraint forbids the tokens', async () => {
    const other = await withOldTables(shop);
    const { url } = other.warehouse;
    await query(
      url,
      `create view public.reader as select user_id from analytics_v1.user_analytics;
       delete from analytics_v1.user_segments;
       create unique index on analytics_v1.user_segments (email);
       insert into analytics_v1.user_segments (email) values ('Same@example.com'), ('same@example.com')`,
    );
    expect(await scrub(other)).toMatchObject({
      code: 65,
      stderr: expect.stringMatching(
        /of analytics_v1\.user_analytics cannot become text \(0A000\); drop the views/,
      ) as string,
    });
    await query(url, 'drop view public.reader');
    const refused = await scrub(other);
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
    old = await withOldTables(shop);
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
    const { code, stdout } = await scrub(old);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(stdout).toMatch(/analytics_v1\.user_activity_superseded: \d+ rows/);
    expect(stdout).not.toMatch(/analytics_v1\.user_activity: /);
    expect(await ours()).toEqual(before);
    expect(await found(old.warehouse.url, await statistics(old.warehouse.url))).toEqual([]);
  });
});
