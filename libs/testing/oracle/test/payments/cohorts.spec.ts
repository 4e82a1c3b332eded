import { paymentCaptureDaily } from '../../src/payments/captures';
import { disputeCohortDaily, disputeDaily } from '../../src/payments/disputes';
import { refundCohortDaily, refundDaily } from '../../src/payments/refunds';
import { at, captured, dispute, payment, paymentWorld, refund } from './rows';

const zone = 'America/New_York';

describe('payment_capture_daily', () => {
  // 9 March in New York, which ends at 05:00 UTC; it is 05:00 UTC again 7 × 24 h later.
  const authorised = '2024-03-10T04:00:00Z';
  const payments = [
    captured(authorised, '2024-03-17T03:59:59.999Z', { captured_cents: '600' }),
    captured(authorised, '2024-03-17T04:00:00Z'),
    captured(authorised, '2024-03-10T03:59:59Z'), // before it was authorised
    payment(authorised, { authorized_at: at(authorised), captured_cents: '1000' }),
    captured(authorised, authorised, { authorized_at: null }),
    captured('2024-03-09T12:00:00Z', '2024-03-11T00:00:00Z', {
      ...{ authorized_at: at('2024-03-10T12:00:00Z'), provider: null, amount_cents: '0' },
    }),
  ];
  const rows = (now: string): unknown[] => paymentCaptureDaily(paymentWorld({ payments, zone, now }));

  it('goes by the day of the authorisation', () => {
    expect(rows('2024-03-17T05:00:00Z')).toEqual([
      {
        ...{ day: '2024-03-09', currency: 'USD', provider: 'stripe', authorised_cents: 4000 },
        ...{ captured_7d_cents: 600, capture_rate: 0.15, maturity: 'final' },
      },
      {
        ...{ day: '2024-03-10', currency: 'USD', provider: 'unknown', authorised_cents: 0 },
        ...{ captured_7d_cents: 1000, capture_rate: null, maturity: 'provisional' },
      },
    ]);
  });

  it('matures 7 × 24 hours after the day', () => {
    expect(rows('2024-03-17T04:59:59.999Z')).toMatchObject([{ maturity: 'provisional' }, {}]);
  });
});

describe('refund_daily', () => {
  it('repeats the fraudulent rate of the day and currency', () => {
    const now = '2024-01-03T00:00:00Z';
    const refunds = [
      refund('1', '2024-01-01T01:00:00Z', { reason: 'fraudulent' }),
      refund('1', '2024-01-01T02:00:00Z', { reason: 'fraudulent', amount_cents: '50' }),
      refund('1', '2024-01-01T03:00:00Z', { reason: null }),
      refund('1', '2024-01-01T03:00:00Z', { currency: 'EUR' }),
      refund('1', '2024-01-01T03:00:00Z', { status: 'processing' }),
      refund('1', '2024-01-01T03:00:00Z', { processed_at: null }),
      refund('1', '2024-01-01T03:00:00Z', { processed_at: at(now) }),
    ];
    expect(refundDaily(paymentWorld({ refunds, now })).map((row) => Object.values(row))).toEqual([
      ['2024-01-01', 'USD', 'fraudulent', 2, 150, 2 / 3],
      ['2024-01-01', 'USD', 'unknown', 1, 100, 2 / 3],
      ['2024-01-01', 'EUR', 'other', 1, 100, 0],
    ]);
  });
});

describe('refund_cohort_daily', () => {
  // Captured on 31 December, New York; that day ends at 05:00 UTC, and 90 × 24 h later it is 31 March.
  const capturedAt = '2024-01-01T04:00:00Z';
  const payments = [
    captured('2023-12-30T00:00:00Z', capturedAt, { id: '1' }),
    captured('2023-12-30T00:00:00Z', capturedAt, { id: '2', captured_cents: '500' }),
    captured('2023-12-30T00:00:00Z', capturedAt, { id: '3', captured_cents: '0', currency: 'EUR' }),
    payment('2023-12-30T00:00:00Z', { id: '4', captured_cents: '1000' }),
  ];
  const refunds = [
    refund('1', '2024-01-01T03:59:59Z', { amount_cents: '1' }), // before the capture
    refund('1', capturedAt, { amount_cents: '10' }),
    refund('1', '2024-01-31T03:59:59.999Z', { amount_cents: '20' }),
    refund('2', '2024-01-31T04:00:00Z', { amount_cents: '40' }),
    refund('2', '2024-03-31T03:59:59.999Z', { amount_cents: '80' }),
    refund('2', '2024-03-31T04:00:00Z', { amount_cents: '160' }),
    refund('2', '2024-01-02T00:00:00Z', { amount_cents: '320', status: 'failed' }),
    refund('4', '2024-01-02T00:00:00Z'),
  ];
  const rows = (now: string): unknown[] => refundCohortDaily(paymentWorld({ payments, refunds, zone, now }));

  it('counts refunds by elapsed time from the capture', () => {
    expect(rows('2024-03-31T05:00:00Z')).toEqual([
      {
        ...{ day: '2023-12-31', currency: 'USD', captured_cents: 1500, refunded_30d_cents: 30 },
        ...{ refunded_90d_cents: 150, refunded_30d_rate: 0.02, refunded_90d_rate: 0.1, maturity: 'final' },
      },
      {
        ...{ day: '2023-12-31', currency: 'EUR', captured_cents: 0, refunded_30d_cents: 0 },
        ...{ refunded_90d_cents: 0, refunded_30d_rate: null, refunded_90d_rate: null, maturity: 'final' },
      },
    ]);
    expect(rows('2024-03-31T04:59:59.999Z')).toMatchObject([{ maturity: 'provisional' }, {}]);
  });
});

describe('disputes', () => {
  const now = '2024-05-01T00:00:00Z'; // 120 × 24 h after 2 January
  const payments = [
    captured('2024-01-01T00:00:00Z', '2024-01-01T01:00:00Z', { id: '1' }),
    captured('2024-01-01T00:00:00Z', '2024-01-01T01:00:00Z', { id: '2' }),
    captured('2024-01-01T00:00:00Z', '2024-01-02T01:00:00Z', { id: '3' }),
    payment('2024-01-01T00:00:00Z', { id: '4' }),
  ];
  const disputes = [
    dispute('1', '2024-02-01T00:00:00Z', { status: 'won' }),
    dispute('1', '2024-02-01T05:00:00Z', { status: 'lost', amount_cents: '200' }),
    dispute('4', '2024-02-01T05:00:00Z', { reason: null }),
    dispute('2', now),
    dispute('2', now, { opened_at: null }),
  ];

  it('counts disputes by the day they were opened', () => {
    const rows = disputeDaily(paymentWorld({ payments, disputes, now }));
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['2024-02-01', 'USD', 'fraud', 2, 1200, 1, 1],
      ['2024-02-01', 'USD', 'unknown', 1, 1000, 0, 0],
    ]);
  });

  it('counts disputed payments by the day of their capture', () => {
    const rows = disputeCohortDaily(paymentWorld({ payments, disputes, now }));
    expect(rows.map((row) => Object.values(row))).toEqual([
      ['2024-01-01', 'USD', 2, 1, 0.5, 'final'],
      ['2024-01-02', 'USD', 1, 0, 0, 'provisional'],
    ]);
  });

  it('counts disputes opened before captured_at + 120 × 24 h, those before the capture too, and never another', () => {
    const opened = (id: string, ...instants: string[]) => [
      captured('2024-01-01T00:00:00Z', '2024-01-01T01:00:00Z', { id }),
      ...instants.map((instant) => dispute(id, instant)),
    ];
    // 120 × 24 h after 1 January, 01:00, it is 30 April, 01:00.
    const cases = [
      opened('11', '2023-12-24T00:00:00Z'), // before there was anything to capture
      opened('12', '2024-04-30T00:59:59.999999Z'),
      opened('13', '2024-04-30T01:00:00Z'), // too late
      opened('14', '2024-06-01T00:00:00Z', '2024-02-01T00:00:00Z'), // the second one counts
      opened('15'),
    ].flat();
    const rows = (at: string) =>
      disputeCohortDaily(
        paymentWorld({
          payments: cases.filter((row) => 'card_brand' in row),
          disputes: cases.filter((row) => 'opened_at' in row),
          now: at,
        }),
      ).map((row) => Object.values(row));
    expect(rows('2024-04-30T00:00:00Z')).toEqual([['2024-01-01', 'USD', 5, 2, 0.4, 'provisional']]);
    const final = [['2024-01-01', 'USD', 5, 3, 0.6, 'final']];
    expect(rows('2024-05-01T00:00:00Z')).toEqual(final);
    expect(rows('2024-12-01T00:00:00Z')).toEqual(final);
  });

  it('cannot tell without a table of disputes', () => {
    const world = paymentWorld({ payments, disputes: null, now });
    expect(disputeDaily(world)).toEqual([]);
    expect(disputeCohortDaily(world)).toMatchObject([
      { captured: 2, disputed: null, dispute_rate: null },
      { captured: 1, disputed: null, dispute_rate: null },
    ]);
  });
});
