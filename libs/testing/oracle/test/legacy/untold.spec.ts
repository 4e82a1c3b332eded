import { computeAll, microsOfIso, type OracleInput } from '../../src';
import { event as v2Event, inputOf, user as v2User } from '../fixture';
import { item, order as v2Order } from '../orders/rows';
import { at, convert, event, line, notification, order, payment, refund, user } from './rows';

const items_json = JSON.stringify([line()]);

/** Everything happens at noon of March 5th, but order 2, which is of February and in euros. */
const converted = convert({
  users: [user('1', { email_verified: '1', created_at: at('2024-01-01T00:00:00Z') }), user('2')],
  events: [event('1', '1')],
  orders: [
    order('1', { items_json }),
    order('2', { created_at: at('2024-02-05T12:00:00Z'), items_json }),
    order('3', { status: 'cancelled', total_amount: '7', created_at: at('2024-03-06T12:00:00Z') }),
  ],
  payments: [payment('1'), payment('2', { order_id: '2', currency: 'EUR', status: 'failed' })],
  refunds: [refund('1')],
  notifications: [notification('1', { delivered_at: at('2024-03-05T12:00:01Z') })],
});
const tables = computeAll({ ...inputOf({ now: '2024-03-20T00:00:00Z' }), ...converted });
const rowOf = (table: string, day: string) => tables[table]!.find((row) => row.day === day);

test('accounts: whether they are verified is told, when and when they were closed is not', () => {
  expect(rowOf('user_registrations_daily', '2024-01-01')).toMatchObject({
    ...{ registrations: 1, verified: 1, verified_7d: null, country_code: 'unknown' },
  });
  expect(rowOf('user_registrations_daily', '2024-03-05')).toMatchObject({ verified: 0, verified_7d: null });
  expect(rowOf('user_churn_daily', '2024-03-05')).toMatchObject({ closed_accounts: null, churned: 0 });
});

test('orders: what is made of discounts, tax and shipping is NULL, also of no valid order', () => {
  const unknown = {
    ...{ discount_cents: null, tax_cents: null, shipping_cents: null },
    ...{ net_cents: null, aov_cents: null, source: 'unknown' },
  };
  expect(rowOf('order_daily', '2024-03-05')).toMatchObject({
    ...unknown,
    ...{ placed: 1, valid: 1, gross_cents: 1000, total_cents: 1000, items: 2, refunded_cents: 100 },
  });
  expect(rowOf('order_daily', '2024-03-06')).toMatchObject({
    ...unknown,
    ...{ placed: 1, cancelled: 1, valid: 0, gross_cents: 0, total_cents: 0, items: 0, refunded_cents: 0 },
  });
  expect(rowOf('order_fulfilment_daily', '2024-03-05')).toMatchObject({
    ...{ placed: 1, shipped: null, delivered: null, p50_hours_to_ship: null, p95_hours_to_deliver: null },
  });
  expect(rowOf('order_status_daily', '2024-03-06')).toMatchObject({
    status: 'cancelled',
    revenue_cents: 700,
  });
});

test('products: units and gross are told, net is not, nor what ranks by it', () => {
  expect(rowOf('product_daily', '2024-03-05')).toMatchObject({
    units: 2,
    gross_cents: 1000,
    net_before_refunds_cents: null,
  });
  expect(rowOf('category_daily', '2024-03-05')).toMatchObject({
    ...{ units: 2, orders: 1, net_before_refunds_cents: null },
  });
  const unknown = {
    net_before_refunds_7d_cents: null,
    net_before_refunds_prior_7d_cents: null,
    growth_ratio: null,
    rank_in_category: null,
  };
  expect(rowOf('product_trends_daily', '2024-03-05')).toMatchObject({
    ...{ units_7d: 2, units_prior_7d: 0, ...unknown },
  });
  expect(rowOf('product_trends_daily', '2024-03-12')).toMatchObject({
    ...{ units_7d: 0, units_prior_7d: 2, ...unknown },
  });
});

test('customers: how many is told, what they are worth in no month', () => {
  const cells = tables.customer_ltv_monthly!.map((row) => [row.months_since, row.currency, row.orders]);
  // Order 2 is in dollars: the only payment of it that counts for its currency is the failed one in euros.
  expect(cells).toEqual([
    [0, 'EUR', 1],
    [1, 'EUR', 0],
    [0, 'USD', 0],
    [1, 'USD', 1],
  ]);
  for (const row of tables.customer_ltv_monthly!) {
    expect(row).toMatchObject({ customers: 1, net_cents: null, cumulative_net_cents: null });
  }
  expect(tables.customer_repeat_monthly![0]).toMatchObject({ first_time_buyers: 1, repeat_90d: 1 });
});

test('payments: captures are told, authorisation, card country and processing time are not', () => {
  expect(tables.payment_daily!.find(({ currency }) => currency === 'USD')).toMatchObject({
    ...{ attempts: 1, succeeded: 1, captured_cents: 1000, success_rate: 1, provider: 'unknown' },
    ...{ p50_processing_time_ms: null, p95_processing_time_ms: null, avg_processing_time_ms: null },
  });
  expect(tables.payment_capture_daily).toEqual([]);
  expect(tables.payment_fraud_daily![0]).toMatchObject({
    ...{ attempts: 2, country_mismatch: null, country_mismatch_rate: null, high_amount: 0 },
  });
  expect(tables.refund_cohort_daily![0]).toMatchObject({ captured_cents: 1000, refunded_30d_cents: 100 });
  expect(tables.dispute_daily).toEqual([]);
  expect(tables.dispute_cohort_daily![0]).toMatchObject({ captured: 1, disputed: null, dispute_rate: null });
});

test('notifications: bounces, complaints, unsubscribing and retries are not told, campaigns have no rows', () => {
  const engagement = {
    ...{ sent: 1, delivered: 1, opened: 0, delivery_rate: 1, open_rate: 0, click_to_open_rate: null },
    ...{ bounced: null, bounce_rate: null, unsubscribed: null, unsubscribe_rate: null },
    ...{ complained: null, complaint_rate: null },
  };
  expect(tables.notification_daily).toMatchObject([{ ...engagement, p50_delivery_ms: 1000 }]);
  expect(tables.channel_daily).toMatchObject([engagement]);
  expect(tables.notification_attempts_daily).toMatchObject([
    { attempted: 1, failed: 0, retried: null, failure_rate: 0, retry_rate: null },
  ]);
  expect(tables.notification_fatigue_daily!.find(({ bucket }) => bucket === '1-3')).toMatchObject({
    ...{ users: 1, received: 1, opened: 0, unsubscribed: null, open_rate: 0, unsubscribe_rate: null },
  });
  for (const table of ['campaign_daily', 'campaign_revenue_daily', 'confirmation_coverage_daily'] as const)
    expect(tables[table]).toEqual([]);
});

test('segments: nobody is closed, cancelled is by status alone', () => {
  expect(tables.user_segments).toMatchObject([
    { user_token: 'token-1', segment: 'low_value', total_orders: 2 },
    { user_token: 'token-2', segment: 'no_orders', total_orders: 0 },
  ]);
});

describe('columns one by one, in v2', () => {
  const input: OracleInput = {
    ...inputOf({ users: [v2User('1', '2024-03-01T00:00:00Z')], now: '2024-03-20T00:00:00Z' }),
    events: [v2Event('1', '2024-03-05T00:00:00Z')],
    orders: [v2Order('1', '2024-03-05T00:00:00Z', { discount_cents: '5', tax_cents: '3' })],
    orderItems: [item('1', '1', '7', { discount_cents: '20' })],
  };
  const without = (...untold: string[]) => computeAll({ ...input, untold: new Set(untold) });

  it('is as ever when everything is told', () => {
    expect(without()).toEqual(computeAll(input));
    expect(without().order_daily![0]).toMatchObject({ discount_cents: 5, tax_cents: 3, net_cents: 95 });
  });

  it('hides what is made of the column, and nothing else', () => {
    expect(without('orders.tax_cents').order_daily![0]).toMatchObject({
      ...{ discount_cents: 5, tax_cents: null, net_cents: 95 },
    });
    expect(without('orders.discount_cents').order_daily![0]).toMatchObject({ net_cents: null, tax_cents: 3 });
    expect(without('orders.discount_cents').product_daily![0]).toMatchObject({
      net_before_refunds_cents: 80,
    });
    expect(without('order_items.discount_cents').product_daily![0]).toMatchObject({
      net_before_refunds_cents: null,
    });
  });

  it('lets only untold columns be NULL', () => {
    const orders = [v2Order('1', '2024-03-05T00:00:00Z', { discount_cents: null })];
    const untold = new Set(['orders.discount_cents']);
    expect(computeAll({ ...input, orders }).order_daily).toEqual([]);
    expect(computeAll({ ...input, orders, untold }).order_daily).toHaveLength(1);
  });
});

describe('the years 1970 to 2199, in both generations', () => {
  const day = '2024-03-05T00:00:00Z';
  const input = inputOf({ now: '2024-03-20T00:00:00Z' });

  it.each([
    [0, 1],
    [-1, 0],
    [microsOfIso('2200-01-01T00:00:00Z'), 0],
  ])('an account last seen at %s counts %s times', (last_activity_at, count) => {
    const users = [v2User('1', day, { last_activity_at })];
    expect(computeAll({ ...input, users }).user_registrations_daily).toHaveLength(count);
  });

  it.each([
    [{ delivered_at: String(microsOfIso('2199-12-31T23:59:59Z')) }, 1],
    [{ delivered_at: String(microsOfIso('2200-01-01T00:00:00Z')) }, 0],
    [{ cancelled_at: '-infinity' }, 0],
  ])('an order with %j counts %s times', (odd, count) => {
    const orders = [v2Order('1', day, odd)];
    expect(computeAll({ ...input, orders }).order_daily).toHaveLength(count);
  });
});
