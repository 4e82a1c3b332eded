import { notificationStoriesOf, storiesOf, type Span } from '@acme/dev-shop';
import { builtApp, environmentOf, openShop, query, shopEnd, type Shop } from '@acme/testing';

const app = builtApp('cli');
const hour = 3_600_000;
const day = 24 * hour;
const days = 200;
const seed = 5;
const plan = { seed, openedAt: shopEnd.getTime() - days * day };
const stories = storiesOf(plan, days);
const messages = notificationStoriesOf(plan, days);

let shop: Shop;
let warehouse: string;

beforeAll(async () => {
  shop = await openShop({ seed, users: 800, days });
  warehouse = shop.warehouse.url;
  await app.runWell(environmentOf(shop), ['run', 'all']);
});
afterAll(() => shop.close());

const dayText = (instant: number) => new Date(instant).toISOString().slice(0, 10);

/** The local days (UTC) that a span touches, and `more` days after it. */
function daysOf({ from, until }: Span, more = 0): string[] {
  const found: string[] = [];
  for (let at = Math.floor(from / day) * day; at < until + more * day; at += day) found.push(dayText(at));
  return found;
}

const hoursOf = ({ from, until }: Span) =>
  Array.from({ length: Math.round((until - from) / hour) }, (_, nth) =>
    new Date(from + nth * hour).toISOString(),
  );

const alerts = (url: string) =>
  query<{ hour: Date; provider: string; severity: string; distinct_cards: string; low_amount_share: string }>(
    url,
    'select * from analytics.payment_fraud_alerts order by hour',
  );

it('alerts of the hours of outages and card tests, and of no others: quiet weeks raise none', async () => {
  const told = [...stories.outages, ...stories.cardTests];
  expect(told.length).toBeGreaterThanOrEqual(2);
  const expected = told.flatMap((story) => hoursOf(story).map((at) => `${at} ${story.provider}`)).sort();
  const found = await alerts(warehouse);
  expect(found.map((row) => `${row.hour.toISOString()} ${row.provider}`)).toEqual(expected);
  expect(found.every(({ severity }) => severity === 'high')).toBe(true);
});

it('raises the same alerts in New York', async () => {
  const another = await shop.newWarehouse();
  await app.runWell(
    environmentOf({ source: shop.source, warehouse: another }, { REPORTING_TIMEZONE: 'America/New_York' }),
    ['run', 'all'],
  );
  const instants = async (url: string) =>
    (await alerts(url)).map((row) => `${row.hour.toISOString()} ${row.provider}`);
  expect(await instants(another.url)).toEqual(await instants(warehouse));
});

it('tells a card test from an outage by cards and amounts', async () => {
  for (const row of await alerts(warehouse)) {
    const at = row.hour.getTime();
    const isTest = stories.cardTests.some(({ from, until }) => at >= from && at < until);
    expect(Number(row.low_amount_share) > 0.8 && Number(row.distinct_cards) >= 10).toBe(isTest);
  }
});

const daysWith = async (condition: string) =>
  (
    await query<{ day: string }>(
      warehouse,
      `select day::text from analytics.payment_fraud_daily where ${condition} order by day`,
    )
  ).map((row) => row.day);

it('shows cards tried in bursts on the days of the card tests only', async () => {
  expect(await daysWith('velocity_cards > 0')).toEqual(stories.cardTests.flatMap((story) => daysOf(story)));
});

it('shows the stolen card while it goes from account to account, abroad and dear', async () => {
  const found = await daysWith('multi_user_cards > 0');
  expect(found.length).toBeGreaterThan(0);
  const possible = stories.stolenCards.flatMap((story) => daysOf(story, 8));
  expect(found.filter((at) => !possible.includes(at))).toEqual([]);
  for (const story of stories.stolenCards.filter(({ until }) => until < shopEnd.getTime())) {
    expect(found.some((at) => daysOf(story, 8).includes(at))).toBe(true);
    const [row] = await query<{ mismatch: string; high: string }>(
      warehouse,
      `select sum(country_mismatch)::text as mismatch, sum(high_amount)::text as high from analytics.payment_fraud_daily
       where day between '${dayText(story.from)}' and '${dayText(story.until)}'`,
    );
    expect(Number(row!.mismatch)).toBeGreaterThanOrEqual(4);
    expect(Number(row!.high)).toBeGreaterThan(0);
  }
});

it('shows the user who wants everything refunded', async () => {
  const [most] = await query<{ refunds: string }>(
    warehouse,
    `select count(*)::text as refunds from core.refunds join core.payments on payments.id = payment_id
     where refunds.status = 'completed' and reason = 'product_not_received' group by user_token order by count(*) desc limit 1`,
  );
  expect(Number(most!.refunds)).toBeGreaterThanOrEqual(8);
});

const total = async (sql: string) => Number((await query<{ n: string | null }>(warehouse, sql))[0]!.n);

it('shows the sale, the discounts and the late deliveries', async () => {
  const orders = (from: number, until: number) =>
    total(`select sum(valid)::float / ${(until - from) / day} as n from analytics.order_daily
      where day >= '${dayText(from)}' and day < '${dayText(until)}'`);
  const [sale] = stories.sales;
  const usual = await orders(sale!.from - 21 * day, sale!.from);
  expect((await orders(sale!.from, sale!.until)) / usual).toBeGreaterThan(1.3);

  const share = (from: number, until: number) =>
    total(`select sum(discount_cents)::float / sum(gross_cents) as n from analytics.order_daily
      where currency = 'USD' and day >= '${dayText(from)}' and day < '${dayText(until)}'`);
  const [discount] = stories.discounts;
  expect(await share(discount!.from, discount!.until)).toBeGreaterThan(
    3 * (await share(discount!.until + 2 * day, discount!.until + 30 * day)),
  );

  const hours = (from: number, until: number) =>
    total(`select percentile_cont(0.5) within group (order by p95_hours_to_deliver) as n from analytics.order_fulfilment_daily
      where day >= '${dayText(from)}' and day < '${dayText(until)}'`);
  const [late] = stories.lateDeliveries;
  expect(await hours(late!.from, late!.until)).toBeGreaterThan(
    2 * (await hours(late!.from - 30 * day, late!.from - day)),
  );
});

it('shows the product that takes off, first in its category', async () => {
  const [first] = stories.takeOffs;
  const found = await query(
    warehouse,
    `select product_id from analytics.product_trends_daily
     where day between '${dayText(first!.risesFrom)}' and '${dayText(first!.until)}'
       and growth_ratio >= 0.8 and rank_in_category = 1 and units_prior_7d >= 2 and units_7d >= 6`,
  );
  expect(found.length).toBeGreaterThan(0);
});

it('shows the campaign that annoys, and no other', async () => {
  const rates = await query<{ campaign_id: string; rate: string }>(
    warehouse,
    `select campaign_id::text, (sum(unsubscribed) / nullif(sum(delivered), 0))::text as rate
     from analytics.campaign_daily group by campaign_id having sum(delivered) >= 30`,
  );
  const annoying = new Set(messages.annoying.map(({ id }) => String(id)));
  expect(annoying.size).toBeGreaterThan(0);
  for (const { campaign_id: id, rate } of rates) {
    expect({ id, annoys: Number(rate) > 0.04 }).toEqual({ id, annoys: annoying.has(id) });
  }
});

it('shows the days on which order confirmations came late', async () => {
  expect(messages.troubles.length).toBeGreaterThan(1);
  for (const { from } of messages.troubles) {
    const around = (condition: string) =>
      total(`select sum(covered_10m)::float / nullif(sum(confirmed_orders), 0) as n
        from analytics.confirmation_coverage_daily where ${condition}`);
    const troubled = await around(`day = '${dayText(from)}'`);
    const usual = await around(`day between '${dayText(from - 10 * day)}' and '${dayText(from - 2 * day)}'`);
    expect(usual).toBeGreaterThan(0.85);
    expect(troubled).toBeLessThan(usual - 0.2);
  }
});
