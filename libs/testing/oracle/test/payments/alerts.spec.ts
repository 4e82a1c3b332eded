import type { Row, SourceRow } from '../../src';
import { paymentFraudAlerts } from '../../src/payments/alerts';
import { at, failed, payment, paymentWorld } from './rows';

/** So many attempts within the hour, so many of them declined. */
function hour(instant: string, attempts: number, declines: number, other: SourceRow = {}): SourceRow[] {
  return Array.from({ length: attempts }, (_, index) =>
    index < declines ? failed(instant, other) : payment(instant, other),
  );
}

const alerts = (payments: SourceRow[], zone = 'UTC', now = '2024-04-01T00:00:00Z'): Row[] =>
  paymentFraudAlerts(paymentWorld({ payments, zone, now }));

describe('payment_fraud_alerts', () => {
  // Mondays at 10 o'clock before 26 February. Rates 0, 0.1, 0.2, 0.3: median 0.15, MAD 0.1, limit 0.45.
  const earlier = [
    ...hour('2024-01-01T10:59:59.999Z', 10, 0), // 56 days before
    ...hour('2024-02-05T10:30:00Z', 10, 1),
    ...hour('2024-02-12T10:30:00Z', 10, 2),
    ...hour('2024-02-19T10:00:00Z', 10, 3),
    ...hour('2023-12-25T10:00:00Z', 10, 10), // 63 days before
    ...hour('2024-02-19T11:00:00Z', 10, 10), // another hour
    ...hour('2024-02-18T10:00:00Z', 10, 10), // a Sunday
    ...hour('2024-02-19T10:00:00Z', 10, 10, { provider: 'adyen' }),
  ];

  it('compares an hour with the same hour of the weeks before', () => {
    const rows = alerts([...earlier, ...hour('2024-02-26T10:20:00Z', 20, 10)]);
    expect(rows).toEqual([
      {
        ...{ hour: at('2024-02-26T10:00:00Z'), provider: 'stripe', attempts: 20, declines: 10 },
        ...{ decline_rate: 0.5, severity: 'high', distinct_cards: 0, low_amount_share: 0 },
        ...{ baseline_median: expect.closeTo(0.15, 12), baseline_mad: expect.closeTo(0.1, 12) },
      },
    ]);
  });

  it('is medium under a half, and none at the very limit', () => {
    const severities = (attempts: number, declines: number): unknown[] =>
      alerts([...earlier, ...hour('2024-02-26T10:20:00Z', attempts, declines)]).map((row) => row.severity);
    expect(severities(20, 9)).toEqual([]);
    expect(severities(100, 46)).toEqual(['medium']);
    expect(severities(4, 4)).toEqual([]);
    expect(severities(5, 5)).toEqual(['high']);
  });

  it('needs four earlier weeks with attempts, however few', () => {
    const three = earlier.filter((row) => row.created_at !== at('2024-02-12T10:30:00Z'));
    const sudden = hour('2024-02-26T10:20:00Z', 5, 5);
    expect(alerts([...three, ...sudden])).toEqual([]);
    const rows = alerts([...three, ...hour('2024-02-12T10:30:00Z', 1, 0), ...sudden]);
    expect(rows[rows.length - 1]).toMatchObject({ hour: at('2024-02-26T10:00:00Z'), declines: 5 });
  });

  it('counts cards, and amounts under the p10 of the 28 days before', () => {
    const cheap = (amount_cents: string, card_fingerprint: string | null): SourceRow =>
      failed('2024-02-26T10:00:00Z', { amount_cents, card_fingerprint });
    const other = failed('2024-02-26T10:00:00Z', { amount_cents: '1', currency: 'EUR' });
    const sudden = [cheap('999', 'a'), cheap('1', 'a'), cheap('1000', 'b'), cheap('2000', null), other];
    expect(alerts([...earlier, ...sudden])).toMatchObject([
      { attempts: 5, declines: 5, distinct_cards: 2, low_amount_share: 0.4 },
    ]);
  });

  it('goes by the local clock through a change of it', () => {
    // 10:00 in New York: 15:00 UTC until 10 March, 14:00 after it.
    const payments = [
      ...['2024-02-19', '2024-02-26', '2024-03-04'].flatMap((day) => hour(`${day}T15:30:00Z`, 5, 0)),
      ...hour('2024-03-11T14:30:00Z', 5, 0),
      ...hour('2024-03-18T14:30:00Z', 5, 5),
    ];
    expect(alerts(payments, 'America/New_York')).toMatchObject([
      { hour: at('2024-03-18T14:00:00Z'), baseline_median: 0, baseline_mad: 0 },
    ]);
    expect(alerts(payments, 'UTC')).toEqual([]);
  });

  it('starts the hours of a half-hour zone on its own clock', () => {
    const weeks = ['2024-02-05', '2024-02-12', '2024-02-19', '2024-02-26'];
    const payments = weeks.flatMap((day) => hour(`${day}T04:29:59Z`, 5, 0));
    const sudden = [...hour('2024-03-04T03:30:00Z', 3, 3), ...hour('2024-03-04T04:29:59.999Z', 2, 2)];
    expect(alerts([...payments, ...sudden], 'Asia/Kolkata')).toMatchObject([
      { hour: at('2024-03-04T03:30:00Z'), attempts: 5 },
    ]);
  });

  it('keeps an hour that comes twice apart', () => {
    // 3 November in New York: 01:00 is 05:00 and then 06:00 UTC.
    const weeks = ['2024-10-06', '2024-10-13', '2024-10-20', '2024-10-27'];
    const payments = weeks.flatMap((day) => hour(`${day}T05:30:00Z`, 5, 0));
    const twice = [...hour('2024-11-03T05:30:00Z', 5, 4), ...hour('2024-11-03T06:30:00Z', 5, 5)];
    const rows = alerts([...payments, ...twice], 'America/New_York', '2024-11-10T00:00:00Z');
    expect(rows.map((row) => [row.hour, row.declines])).toEqual([
      [at('2024-11-03T05:00:00Z'), 4],
      [at('2024-11-03T06:00:00Z'), 5],
    ]);
  });
});
