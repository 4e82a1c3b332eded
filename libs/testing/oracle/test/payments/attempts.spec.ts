import { paymentDaily, paymentFailuresDaily } from '../../src/payments/attempts';
import { at, captured, failed, payment, paymentWorld } from './rows';

const now = '2024-01-03T12:00:00Z';

describe('payment_daily', () => {
  const day = '2024-01-02';
  const grain = { day, currency: 'USD', provider: 'stripe', payment_method: 'card', card_brand: 'unknown' };

  it('tells the four outcomes apart', () => {
    const payments = [
      captured('2024-01-02T01:00:00Z', '2024-01-02T02:00:00Z', { processing_time_ms: '100' }),
      payment('2024-01-02T01:00:00Z', { authorized_at: at('2024-01-02T01:00:00Z'), failed_at: at(now) }),
      failed('2024-01-02T01:00:00Z', { authorized_at: at('2024-01-02T01:00:00Z'), processing_time_ms: '-2' }),
      captured('2024-01-02T01:00:00Z', now, { authorized_at: null }), // not yet: pending
      payment('2024-01-02T01:00:00Z', { status: 'failed' }),
      payment('2024-01-02T01:00:00Z', { status: 'cancelled', failed_at: at('2024-01-02T02:00:00Z') }),
      payment('2024-01-02T01:00:00Z', { status: 'cancelled', processing_time_ms: '7' }),
      payment('2024-01-02T12:00:00Z'), // 24 hours old
      payment('2024-01-02T12:00:00.001Z'),
    ];
    expect(paymentDaily(paymentWorld({ payments, now }))).toEqual([
      {
        ...grain,
        ...{ attempts: 9, succeeded: 3, failed: 2, cancelled: 1, pending: 3, pending_under_24h: 1 },
        ...{ amount_cents: 9000, captured_cents: 1000, success_rate: 3 / 8 },
        ...{ p50_processing_time_ms: 100, p95_processing_time_ms: 100, avg_processing_time_ms: 49 },
      },
    ]);
  });

  it('interpolates the processing time and knows no rate of nothing', () => {
    const timed = ['100', '200', '300', '500'].map((processing_time_ms) =>
      captured('2024-01-03T01:00:00Z', '2024-01-03T02:00:00Z', { processing_time_ms, card_brand: 'visa' }),
    );
    const payments = [...timed, payment('2024-01-03T01:00:00Z', { provider: null, payment_method: null })];
    expect(paymentDaily(paymentWorld({ payments, now }))).toMatchObject([
      {
        card_brand: 'visa',
        ...{
          p50_processing_time_ms: 250,
          p95_processing_time_ms: expect.closeTo(470, 9),
          avg_processing_time_ms: 275,
        },
      },
      {
        ...{ provider: 'unknown', payment_method: 'unknown', success_rate: null, pending_under_24h: 1 },
        ...{ p50_processing_time_ms: null, p95_processing_time_ms: null, avg_processing_time_ms: null },
      },
    ]);
  });

  it('counts by the local day, and nothing from now on', () => {
    const payments = [payment('2024-01-02T04:59:59Z'), payment('2024-01-02T05:00:00Z'), payment(now)];
    const rows = paymentDaily(paymentWorld({ payments, now, zone: 'America/New_York' }));
    expect(rows.map((row) => [row.day, row.attempts])).toEqual([
      ['2024-01-01', 1],
      ['2024-01-02', 1],
    ]);
  });
});

describe('payment_failures_daily', () => {
  it('shares out the failures of the day', () => {
    const payments = [
      failed('2024-01-01T01:00:00Z', { failure_code: 'expired' }),
      failed('2024-01-01T02:00:00Z', { failure_code: 'expired', currency: 'EUR' }),
      failed('2024-01-01T03:00:00Z'),
      failed('2024-01-01T03:00:00Z', { failure_code: 'expired', provider: null }),
      payment('2024-01-01T03:00:00Z', { failure_code: 'expired' }),
      failed('2024-01-02T03:00:00Z'),
    ];
    expect(paymentFailuresDaily(paymentWorld({ payments, now })).map((row) => Object.values(row))).toEqual([
      ['2024-01-01', 'stripe', 'card', 'expired', 2, 0.5],
      ['2024-01-01', 'stripe', 'card', 'unknown', 1, 0.25],
      ['2024-01-01', 'unknown', 'card', 'expired', 1, 0.25],
      ['2024-01-02', 'stripe', 'card', 'unknown', 1, 1],
    ]);
  });
});
