import { microsOfIso, type HistoryValue, type Row, type SourceRow } from '../../src';
import { paymentFraudDaily } from '../../src/payments/fraud';
import { user } from '../fixture';
import { payment, paymentWorld } from './rows';

const now = '2024-03-01T00:00:00Z';
/** The days up to the last one with an attempt: from then on all are zeros. */
function fraud(payments: SourceRow[], other: object = {}): Row[] {
  const rows = paymentFraudDaily(paymentWorld({ payments, now, ...other }));
  const last = rows.findLastIndex(({ attempts }) => attempts !== 0);
  expect(rows.slice(last + 1).every((row) => row.attempts === 0 && row.velocity_card_rate === null)).toBe(
    true,
  );
  return rows.slice(0, last + 1);
}
const ofCard = (card: string, user_id: string, ...instants: string[]): SourceRow[] =>
  instants.map((instant) => payment(instant, { card_fingerprint: card, user_id }));

describe('payment_fraud_daily', () => {
  it('is dense, with zeros and no rates in between', () => {
    const [first, gap, last] = fraud([...ofCard('a', '1', '2024-01-01T00:00:00Z', '2024-01-03T00:00:00Z')]);
    const none = { velocity_cards: 0, multi_card_users: 0, multi_user_cards: 0, country_mismatch: 0 };
    const zeros = { velocity_card_rate: 0, multi_card_user_rate: 0, multi_user_card_rate: 0 };
    const noRates = { velocity_card_rate: null, multi_card_user_rate: null, multi_user_card_rate: null };
    const ofAttempts = { country_mismatch_rate: 0, high_amount_rate: 0 };
    const one = { attempts: 1, cards: 1, paying_users: 1, high_amount: 0 };
    expect(first).toEqual({ day: '2024-01-01', ...one, ...none, ...zeros, ...ofAttempts });
    expect(gap).toEqual({
      ...{ day: '2024-01-02', attempts: 0, cards: 0, paying_users: 0, high_amount: 0, ...none, ...noRates },
      ...{ country_mismatch_rate: null, high_amount_rate: null },
    });
    expect(last).toMatchObject({ day: '2024-01-03', ...one });
    expect(fraud([])).toEqual([]);
  });

  it('goes on to the last complete day, and to the running one where it has attempts', () => {
    const days = (at: string) =>
      paymentFraudDaily(
        paymentWorld({ payments: ofCard('a', '1', '2024-02-26T00:00:00Z', '2024-02-29T12:00:00Z'), now: at }),
      ).map(({ day }) => day);
    expect(days('2024-02-29T12:00:00Z')).toEqual(['2024-02-26', '2024-02-27', '2024-02-28']);
    expect(days('2024-02-29T13:00:00Z')).toEqual(['2024-02-26', '2024-02-27', '2024-02-28', '2024-02-29']);
    expect(days('2024-03-02T00:00:00Z')).toHaveLength(5);
  });

  it('sees five attempts of a card within an hour, under the day of the fifth', () => {
    const four = ['2024-01-01T23:10:00Z', '2024-01-01T23:20:00Z', '2024-01-01T23:30:00Z'];
    const fast = ofCard('fast', '1', '2024-01-01T23:05:00Z', ...four, '2024-01-02T00:04:59.999Z');
    const slow = ofCard('slow', '1', '2024-01-01T23:05:00Z', ...four, '2024-01-02T00:05:00Z');
    const atOnce = ofCard('at once', '1', ...Array<string>(5).fill('2024-01-01T12:00:00Z'));
    const rows = fraud([...slow, ...atOnce, ...fast].reverse());
    expect(rows.map((row) => [row.cards, row.velocity_cards, row.velocity_card_rate])).toEqual([
      [3, 1, 1 / 3],
      [2, 1, 0.5],
    ]);
  });

  it('sees three cards of a user within 24 hours', () => {
    const rows = fraud([
      ...ofCard('a', 'many', '2024-01-01T12:00:00Z'),
      ...ofCard('b', 'many', '2024-01-01T13:00:00Z'),
      ...ofCard('c', 'many', '2024-01-02T11:59:59.999Z'),
      ...ofCard('d', 'few', '2024-01-01T12:00:00Z'),
      ...ofCard('e', 'few', '2024-01-01T13:00:00Z', '2024-01-01T14:00:00Z'),
      payment('2024-01-01T15:00:00Z', { user_id: 'few' }), // no card
      ...ofCard('f', 'few', '2024-01-02T12:00:00Z'),
    ]);
    const columns = rows.map((row) => [row.paying_users, row.multi_card_users, row.multi_card_user_rate]);
    expect(columns).toEqual([
      [2, 0, 0],
      [2, 1, 0.5],
    ]);
  });

  it('sees three users of a card within 7 days', () => {
    const rows = fraud([
      ...ofCard('a', '1', '2024-01-01T12:00:00Z'),
      ...ofCard('a', '2', '2024-01-02T12:00:00Z'),
      ...ofCard('a', '3', '2024-01-08T11:59:59.999Z', '2024-01-08T12:00:00Z'),
      ...ofCard('b', '1', '2024-01-01T12:00:00Z'),
      ...ofCard('b', '2', '2024-01-02T12:00:00Z'),
      ...ofCard('b', '3', '2024-01-08T12:00:00Z'),
    ]);
    expect(rows.map((row) => row.multi_user_cards)).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    expect(rows[7]).toMatchObject({ cards: 2, multi_user_card_rate: 0.5 });
  });

  it('compares the card country with the country of the user at the end of that day', () => {
    const moved = (validFrom: string, country: string): HistoryValue => ({
      ...{ userId: '1', validFrom: microsOfIso(validFrom), status: null, tier: null, country },
    });
    const users = [
      user('1', '2024-01-01T00:00:00Z', { country_code: 'FR' }),
      user('2', '2024-01-01T00:00:00Z'),
    ];
    const payments = [
      payment('2024-01-01T00:00:00Z', { card_country: 'DE' }),
      payment('2024-01-02T00:00:00Z', { card_country: 'DE' }), // moved later on that day
      payment('2024-01-02T00:00:00Z'),
      payment('2024-01-02T00:00:00Z', { card_country: 'DE', user_id: '2' }),
      payment('2024-01-02T00:00:00Z', { card_country: 'DE', user_id: 'not there' }),
    ];
    const history = [moved('2024-01-01T00:00:00Z', 'DE'), moved('2024-01-02T23:59:59Z', 'FR')];
    const rows = fraud(payments, { users, history });
    expect(rows.map((row) => [row.country_mismatch, row.country_mismatch_rate])).toEqual([
      [0, 0],
      [1, 0.25],
    ]);
  });

  it('finds amounts over the p99 of the 28 days before', () => {
    const of = (day: string, amount_cents: string, currency = 'USD'): SourceRow =>
      payment(`${day}T12:00:00Z`, { amount_cents, currency });
    const rows = fraud([
      of('2023-12-31', '99999'), // 29 days before the 29th
      of('2024-01-01', '100'),
      of('2024-01-28', '200'), // p99 of the two: 199
      of('2024-01-29', '199'),
      of('2024-01-29', '200'),
      of('2024-01-29', '5000', 'EUR'), // no history
    ]);
    expect(rows[rows.length - 1]).toMatchObject({
      ...{ day: '2024-01-29', attempts: 3, high_amount: 1, high_amount_rate: 1 / 3 },
    });
    expect(rows[1]).toMatchObject({ day: '2024-01-01', high_amount: 0 });
  });
});
