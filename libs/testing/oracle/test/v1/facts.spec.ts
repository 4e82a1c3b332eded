import { majorUnits, percent } from '../../src/v1/numbers';
import { notification, sent } from '../notifications/rows';
import { order } from '../orders/rows';
import { at, captured, failed, payment } from '../payments/rows';
import { tableOf } from './input';

const now = '2024-03-10T12:00:00Z';

it.each([
  [1, 3, 33.33],
  [2, 3, 66.67],
  [1, 8, 12.5],
  // 0.625 % and 0.125 %: half away from zero.
  [1, 160, 0.63],
  [1, 800, 0.13],
  // 1.005 %, which no double is.
  [201, 20_000, 1.01],
  [3, 2, 150],
  [0, 5, 0],
  [5, 0, 0],
])('%s of %s is %s %%', (part, whole, expected) => {
  expect(percent(part, whole)).toBe(expected);
});

test('major units of several currencies', () => {
  const total = (...amounts: [string, number][]) =>
    majorUnits(amounts.map(([currency, cents]) => ({ currency, cents })));
  expect(total(['USD', 10], ['EUR', 20])).toBe(0.3);
  expect(total(['JPY', 10], ['USD', 1], ['KWD', 1], ['CLF', 1])).toBe(10.0111);
  expect(total(['USD', -5])).toBe(-0.05);
  expect(total(['USD', -12345], ['USD', 5])).toBe(-123.4);
  expect(total()).toBe(0);
  expect(total(...Array.from({ length: 1000 }, (): [string, number] => ['USD', 10]))).toBe(100);
});

test('order_analytics: all orders of a day by the old word of the status', () => {
  const orders = [
    order('1', '2024-03-05T23:30:00Z', { status: 'pending', total_cents: '100' }),
    order('2', '2024-03-05T00:00:00Z', { status: 'shipped', total_cents: '250', currency: 'EUR' }),
    order('3', '2024-03-05T00:00:00Z', { status: 'confirmed', total_cents: '7', currency: 'JPY' }),
    order('4', '2024-03-05T00:00:00Z', { status: 'cancelled', total_cents: '300' }),
    order('5', now, { total_cents: '100' }),
    order('6', '2024-03-05T00:00:00Z', { status: 'lost', total_cents: '100' }),
  ];
  expect(tableOf('order_analytics', { orders, now })).toEqual([
    {
      order_date: '2024-03-05',
      status: 'pending',
      order_count: 3,
      total_revenue: 10.5,
      avg_order_value: 3.5,
    },
    { order_date: '2024-03-05', status: 'cancelled', order_count: 1, total_revenue: 3, avg_order_value: 3 },
  ]);
  const local = tableOf('order_analytics', { orders: orders.slice(0, 1), now, zone: 'Europe/Berlin' });
  expect(local).toMatchObject([{ order_date: '2024-03-06' }]);
});

test('payment_analytics: by the old word of the status, in any currency', () => {
  const day = '2024-03-05T00:00:00Z';
  const payments = [
    // 1.5 s to its capture.
    captured(day, '2024-03-05T00:00:01.500Z'),
    payment(day, { status: 'partially_refunded', currency: 'JPY' }),
    // A second before it was created: negative durations count.
    failed(day, { failed_at: at('2024-03-04T23:59:59Z') }),
    payment(day, { status: 'cancelled' }),
    payment(day, { status: 'authorized', authorized_at: at(day) }),
    // Captured tomorrow, so it has not ended.
    captured(day, '2024-03-11T00:00:00Z', { status: 'refunded' }),
    payment(day, { payment_method: null }),
    payment(now),
  ];
  expect(tableOf('payment_analytics', { payments, now })).toEqual([
    {
      ...{ payment_date: '2024-03-05', payment_method: 'card', transaction_count: 6, total_amount: 1050 },
      ...{ successful_count: 2, failed_count: 2, success_rate: 33.33, avg_processing_time_ms: 250 },
    },
    {
      ...{ payment_date: '2024-03-05', payment_method: 'unknown', transaction_count: 1, total_amount: 10 },
      ...{ successful_count: 0, failed_count: 0, success_rate: 0, avg_processing_time_ms: null },
    },
  ]);
});

test('a capture comes before a failure, a capture that has not happened does not', () => {
  const day = '2024-03-05T00:00:00Z';
  const both = (capturedAt: string) => [captured(day, capturedAt, { failed_at: at('2024-03-05T00:00:02Z') })];
  expect(tableOf('payment_analytics', { payments: both('2024-03-05T00:00:05Z'), now })).toMatchObject([
    { avg_processing_time_ms: 5000 },
  ]);
  expect(tableOf('payment_analytics', { payments: both('2024-03-11T00:00:00Z'), now })).toMatchObject([
    { avg_processing_time_ms: 2000 },
  ]);
});

describe('notifications', () => {
  const engaged = (day: string, other = {}) => {
    const instant = at(`${day}T00:00:01Z`);
    return sent(`${day}T00:00:00Z`, {
      ...{ delivered_at: instant, opened_at: instant, clicked_at: instant, ...other },
    });
  };
  const notifications = [
    engaged('2024-03-05'),
    engaged('2024-03-05', { clicked_at: null }),
    engaged('2024-03-05', { opened_at: null, clicked_at: null }),
    sent('2024-03-05T00:00:00Z'),
    engaged('2024-03-06', { delivered_at: null, opened_at: null }),
    engaged('2024-03-06', { channel: 'in_app' }),
    engaged('2024-03-06', { channel: 'push', delivered_at: at(now) }),
    sent('2024-03-06T00:00:00Z', { channel: null, notification_type: null }),
    // Not sent, or not yet.
    notification('2024-03-06T00:00:00Z'),
    sent('2024-03-10T12:00:00Z', { created_at: at('2024-03-01T00:00:00Z') }),
  ];

  test('notification_analytics', () => {
    expect(tableOf('notification_analytics', { notifications, now })).toEqual([
      {
        ...{ notification_date: '2024-03-05', channel: 'email', notification_type: 'promotional' },
        ...{ total_sent: 4, delivered: 3, opened: 2, clicked: 1, delivery_rate: 75 },
        ...{ open_rate: 66.67, click_rate: 50, click_through_rate: 25 },
      },
      {
        // A click without a delivery or an opening: nothing to divide by is 0 here.
        ...{ notification_date: '2024-03-06', channel: 'email', notification_type: 'promotional' },
        ...{ total_sent: 1, delivered: 0, opened: 0, clicked: 1, delivery_rate: 0 },
        ...{ open_rate: 0, click_rate: 0, click_through_rate: 100 },
      },
      {
        ...{ notification_date: '2024-03-06', channel: 'push', notification_type: 'promotional' },
        ...{ total_sent: 2, delivered: 1, opened: null, clicked: null, delivery_rate: 50 },
        ...{ open_rate: null, click_rate: null, click_through_rate: null },
      },
      {
        ...{ notification_date: '2024-03-06', channel: 'unknown', notification_type: 'unknown' },
        ...{ total_sent: 1, delivered: 0, opened: 0, clicked: 0, delivery_rate: 0 },
        ...{ open_rate: 0, click_rate: 0, click_through_rate: 0 },
      },
    ]);
  });

  test('channel_analytics: over all days, rates of the sums', () => {
    expect(tableOf('channel_analytics', { notifications, now })).toEqual([
      {
        ...{ channel: 'email', total_sent: 5, delivered: 3, opened: 2, clicked: 2, delivery_rate: 60 },
        ...{ open_rate: 66.67, click_rate: 100, click_through_rate: 40 },
      },
      {
        ...{ channel: 'push', total_sent: 2, delivered: 1, opened: null, clicked: null, delivery_rate: 50 },
        ...{ open_rate: null, click_rate: null, click_through_rate: null },
      },
      {
        ...{ channel: 'unknown', total_sent: 1, delivered: 0, opened: 0, clicked: 0, delivery_rate: 0 },
        ...{ open_rate: 0, click_rate: 0, click_through_rate: 0 },
      },
    ]);
  });
});
