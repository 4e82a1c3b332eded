import {
  builtApp,
  environmentOf,
  lastPublications,
  openShop,
  query,
  rowVersions,
  type Shop,
  slicesWritten,
} from '@acme/testing';

const app = builtApp('user-analytics');

/** Tables whose days the last run recomputed, and which. */
const recomputed = async (url: string) => Object.keys(await lastPublications(url)).sort();

const addDays = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const daysBetween = (first: string, last: string) => {
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
};

let shop: Shop;
let url: string;
/** A few minutes after the first run. */
const soon = '2026-11-20T06:10:00Z';

beforeAll(async () => {
  shop = await openShop({ users: 200, after: { app: 'user-analytics' } });
  url = shop.warehouse.url;
});
afterAll(() => shop.close());

it('writes nothing when nothing changed, and the ledger says so', async () => {
  const before = await rowVersions(url);
  const { lines } = await app.runWell(environmentOf(shop));
  expect(await rowVersions(url)).toEqual(before);
  expect(await recomputed(url)).toEqual([]);
  const [run] = await query<{ status: string; loads: string }>(
    url,
    `select status, (select count(*)::text from etl.loads where loads.run_id = runs.run_id) as loads
     from etl.runs order by run_id desc limit 1`,
  );
  expect(run).toEqual({ status: 'succeeded', loads: '0' });
  expect(lines.at(-1)).toMatchObject({ msg: 'run finished', job: 'user-analytics' });
});

it('writes nothing when only minutes have passed', async () => {
  const before = await rowVersions(url);
  await app.runWell(environmentOf(shop, { RUN_NOW: soon }));
  expect(await rowVersions(url)).toEqual(before);
});

it('carries one late event to exactly the days its definitions reach', async () => {
  // A user active on two days far apart, with nothing between: the event goes into the gap.
  const [gap] = await query<{ user_id: string; day: string; next_day: string; registered: string }>(
    shop.source.url,
    `with days as (
       select distinct user_id, (created_at at time zone 'UTC')::date as day from user_activity_v2 where activity_type <> 'logout'
     ), gaps as (
       select user_id, day, lead(day) over (partition by user_id order by day) as next_day from days
     )
     select gaps.user_id::text, (day + 35)::text as day, next_day::text, (users_v2.created_at at time zone 'UTC')::date::text as registered
     from gaps join users_v2 on users_v2.id = gaps.user_id
     where next_day - day > 75 and users_v2.deleted_at is null and users_v2.status = 'active'
       and day > '2026-04-01' and day + 35 - (users_v2.created_at at time zone 'UTC')::date not in (1, 7, 30)
     order by next_day - day desc, user_id limit 1`,
  );
  await query(
    shop.source.url,
    `insert into user_activity_v2 (id, user_id, activity_type, created_at)
     select nextval(pg_get_serial_sequence('user_activity_v2', 'id')), $1, 'search', $2::timestamptz`,
    [gap!.user_id, `${gap!.day}T12:00:00Z`],
  );
  await app.runWell(environmentOf(shop, { RUN_NOW: soon }));
  const { day } = gap!;
  expect(await slicesWritten(url, 'analytics.user_activity_types_daily')).toEqual([day]);
  // In the windows of the 30 days from the event on.
  expect(await slicesWritten(url, 'analytics.user_activity_daily')).toEqual(
    daysBetween(day, addDays(day, 29)),
  );
  // In the base of days +30…+59, churned until the next activity; before that, no longer churned since day 0.
  const churn = await slicesWritten(url, 'analytics.user_churn_daily');
  expect(churn.every((slice) => slice >= day && slice <= addDays(day, 59))).toBe(true);
  // The last event before the end of each day, until the next day with events.
  const status = await slicesWritten(url, 'analytics.user_status_daily');
  expect(status).toEqual(daysBetween(day, addDays(gap!.next_day, -1)));
  expect(await slicesWritten(url, 'analytics.user_retention_daily')).toEqual([]);
  expect(await slicesWritten(url, 'analytics.user_registrations_daily')).toEqual([]);
  const published = await lastPublications(url);
  expect(published['analytics.user_registrations_daily']).toBeUndefined();
  expect(published['analytics.user_retention_daily']).toBeUndefined();
  expect(published['core.user_days']).toMatchObject({ slices: 1, written: 1 });
  expect(published['analytics.user_activity_summary']).toMatchObject({ slices: 1, written: 1 });
});

it('carries the verification of a 40-day-old user to the day of registration only', async () => {
  const [user] = await query<{ id: string; day: string }>(
    shop.source.url,
    `update users_v2 set email_verified_at = created_at + interval '3 days', updated_at = '2026-11-20T01:00Z'
     where id = (
       select id from users_v2 where email_verified_at is null and created_at < '2026-10-11' and deleted_at is null
         order by created_at desc, id limit 1)
     returning id::text, (created_at at time zone 'UTC')::date::text as day`,
  );
  await app.runWell(environmentOf(shop, { RUN_NOW: soon }));
  expect(await recomputed(url)).toEqual(['analytics.user_registrations_daily']);
  expect(await slicesWritten(url, 'analytics.user_registrations_daily')).toEqual([user!.day]);
});

it('carries a changed name nowhere but to the duplicates', async () => {
  await query(
    shop.source.url,
    `update users_v2 set full_name = 'Somebody Else', updated_at = '2026-11-20T02:00Z' where id = (select min(id) + 9 from users_v2)`,
  );
  await app.runWell(environmentOf(shop, { RUN_NOW: soon }));
  expect(await recomputed(url)).toEqual(['analytics.user_duplicates']);
});

it('gives a tier changed today to today, and leaves the days before as they were known', async () => {
  await query(
    shop.source.url,
    `update users_v2 set subscription_tier = case when subscription_tier = 'premium' then 'basic' else 'premium' end, updated_at = '2026-11-20T03:00Z'
     where id in (select user_id from user_activity_v2 where created_at > '2026-11-15' and activity_type <> 'logout' limit 3)`,
  );
  await app.runWell(environmentOf(shop, { RUN_NOW: soon }));
  expect(await slicesWritten(url, 'analytics.user_activity_daily')).toEqual(['2026-11-20']);
});

it('recomputes exactly the days whose windows closed when only time passes', async () => {
  const before = await lastPublications(url);
  await app.runWell(environmentOf(shop, { RUN_NOW: '2026-11-22T06:00:00Z' }));
  expect(before).toBeDefined();
  const closed = (age: number) => [addDays('2026-11-20', -age), addDays('2026-11-21', -age)];
  const maturing = await query<{ day: string }>(
    url,
    `select distinct day::text from analytics.user_registrations_daily where day = any ($1::date[]) order by 1`,
    [closed(30)],
  );
  // Registrations turn final 30 days after their day; the 7-day window adds nothing new by itself.
  expect(await slicesWritten(url, 'analytics.user_registrations_daily')).toEqual(
    maturing.map(({ day }) => day),
  );
  // The days on which day 1, day 7 and day 30 have ended since, and those that are complete though nobody
  // registered on them.
  const ended = [...closed(30), ...closed(7), ...closed(1)].filter((day) => day < '2026-11-20');
  expect(await slicesWritten(url, 'analytics.user_retention_daily')).toEqual(
    [...ended, '2026-11-20', '2026-11-21'].sort(),
  );
  // The days that have begun, and those that are complete now.
  expect(await slicesWritten(url, 'analytics.user_activity_daily')).toEqual(['2026-11-21', '2026-11-22']);
  expect(await slicesWritten(url, 'analytics.user_status_daily')).toEqual(['2026-11-20', '2026-11-21']);
  expect((await lastPublications(url))['core.user_days']).toBeUndefined();
});

it('counts a row whose instant lay in the future once its time has come', async () => {
  await query(
    shop.source.url,
    `insert into user_activity_v2 (id, user_id, activity_type, created_at)
     select nextval(pg_get_serial_sequence('user_activity_v2', 'id')), 1, 'login', '2026-11-22T07:00Z'`,
  );
  const events = async () =>
    (
      await query<{ n: string }>(
        url,
        `select coalesce(sum(events), 0)::text as n from analytics.user_activity_types_daily where day = '2026-11-22'`,
      )
    )[0]!.n;
  await app.runWell(environmentOf(shop, { RUN_NOW: '2026-11-22T06:30:00Z' }));
  expect(await events()).toBe('0');
  await app.runWell(environmentOf(shop, { RUN_NOW: '2026-11-22T07:30:00Z' }));
  expect(await events()).toBe('1');
});

it('knows an account from the instant of its registration on, whatever it has done before', async () => {
  await query(
    shop.source.url,
    `insert into users_v2 (id, status, subscription_tier, created_at, updated_at)
     values (900000, 'active', 'premium', '2026-11-22T07:50Z', '2026-11-22T06:00Z');
     insert into user_activity_v2 (id, user_id, activity_type, created_at)
     select nextval(pg_get_serial_sequence('user_activity_v2', 'id')), 900000, 'login', '2026-09-01T07:00Z'`,
  );
  const known = () =>
    query(
      url,
      `select
         (select count(*)::int from analytics.user_activity_summary where first_activity_at = '2026-09-01T07:00Z') as summaries,
         (select mau::int from analytics.user_activity_daily where day = '2026-09-01' and subscription_tier = 'unknown') as unknown,
         (select active_base::int from analytics.user_churn_daily where day = '2026-10-01') as base`,
    );
  await app.runWell(environmentOf(shop, { RUN_NOW: '2026-11-22T07:40:00Z' }));
  const [before] = await known();
  await app.runWell(environmentOf(shop, { RUN_NOW: '2026-11-22T08:00:00Z' }));
  expect(before).toEqual({
    summaries: 0,
    unknown: expect.any(Number) as number,
    base: expect.any(Number) as number,
  });
  const { unknown, base } = before as { unknown: number; base: number };
  expect(await known()).toEqual([
    { summaries: 1, unknown: unknown > 1 ? unknown - 1 : null, base: base + 1 },
  ]);
});

it('reruns exactly the day that is asked for', async () => {
  await query(
    url,
    `update analytics.user_activity_types_daily set events = 0 where day in ('2026-11-10', '2026-11-12')`,
  );
  await app.runWell(environmentOf(shop, { RUN_NOW: '2026-11-22T08:00:00Z' }), ['--date', '2026-11-10']);
  expect(await slicesWritten(url, 'analytics.user_activity_types_daily')).toEqual(['2026-11-10']);
  const wrong = await query(
    url,
    `select distinct day::text from analytics.user_activity_types_daily where events = 0`,
  );
  expect(wrong).toEqual([{ day: '2026-11-12' }]);
  await app.runWell(environmentOf(shop, { RUN_NOW: '2026-11-22T08:00:00Z' }), [
    '--from',
    '2026-11-11',
    '--to',
    '2026-11-13',
  ]);
  expect(await query(url, `select from analytics.user_activity_types_daily where events = 0`)).toEqual([]);
});

it('shows in a dry run what would change, and writes nothing', async () => {
  await shop.advance(3);
  const before = await rowVersions(url);
  const runs = await query(url, 'select count(*) from etl.runs');
  const now = { RUN_NOW: '2026-11-23T06:00:00Z' };
  const { lines } = await app.runWell(environmentOf(shop, now), ['--dry-run']);
  expect(await rowVersions(url)).toEqual(before);
  expect(await query(url, 'select count(*) from etl.runs')).toEqual(runs);
  const real = await app.runWell(environmentOf(shop, now));
  const counts = (line: Record<string, unknown>) => ({ loads: line.loads, publications: line.publications });
  expect(counts(lines.at(-1)!)).toEqual(counts(real.lines.at(-1)!));
  expect(await rowVersions(url)).not.toEqual(before);
});

it('recomputes all tables when the reporting zone changes', async () => {
  await app.runWell(
    environmentOf(shop, { RUN_NOW: '2026-11-23T06:00:00Z', REPORTING_TIMEZONE: 'Asia/Tokyo' }),
  );
  const published = await lastPublications(url);
  expect(published['core.user_days']!.slices).toBeGreaterThan(200);
  const [wrong] = await query<{ n: string }>(
    url,
    `select count(*)::text as n from core.user_days where (last_event_at at time zone 'Asia/Tokyo')::date <> day`,
  );
  expect(wrong!.n).toBe('0');
});
