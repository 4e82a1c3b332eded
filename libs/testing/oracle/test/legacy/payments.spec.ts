import type { SourceRow } from '../../src';
import { at, convert, payment, refund } from './rows';

const noon = at('2024-03-05T12:00:00Z');
const only = (row: SourceRow) => convert({ payments: [row] }).payments[0]!;

it.each<[string, SourceRow]>([
  ['success', { status: 'captured', captured_cents: '1000', captured_at: noon, failed_at: null }],
  ['refunded', { status: 'refunded', captured_cents: '1000', captured_at: noon, failed_at: null }],
  ['failed', { status: 'failed', captured_cents: null, captured_at: null, failed_at: noon }],
  ['pending', { status: 'pending', captured_cents: null, captured_at: null, failed_at: null }],
])('a %s payment', (status, expected) => {
  expect(only(payment('1', { status }))).toMatchObject(expected);
});

test('the rest of a payment', () => {
  const told = { card_number: '4111', error_code: 'no_funds', order_id: null };
  expect(only(payment('1', told))).toMatchObject({
    ...{ amount_cents: '1000', currency: 'USD', order_id: null, card_fingerprint: '4111' },
    ...{ failure_code: 'no_funds', provider: null, authorized_at: null },
    ...{ card_country: null, processing_time_ms: null },
  });
});

test('an instant counts only where it becomes one', () => {
  const { refused } = convert({
    payments: [
      payment('1', { status: 'pending', processed_at: 'infinity' }),
      payment('2', { status: 'failed', processed_at: 'infinity' }),
      payment('3', { processed_at: at('1969-12-31T23:59:59Z') }),
    ],
  });
  expect(refused.payments).toEqual([
    { id: '2', reasons: ['failed_at: not a finite instant'] },
    { id: '3', reasons: ['captured_at: outside 1970 to 2199'] },
  ]);
});

const refunds = (rows: SourceRow[], payments: SourceRow[]) => {
  const converted = convert({ refunds: rows, payments }, 'EUR');
  return { kept: converted.refunds, reasons: converted.refused.refunds!.flatMap(({ reasons }) => reasons) };
};

describe('the currency of a refund', () => {
  it('is that of its payment, whatever others the order has', () => {
    const yen = payment('1', { currency: 'JPY', amount: '10' });
    const dollars = payment('2', { currency: 'USD' });
    for (const payments of [[yen], [yen, dollars], [{ ...yen, order_id: null }, dollars]])
      expect(refunds([refund('1')], payments).kept[0]).toMatchObject({ currency: 'JPY', amount_cents: '1' });
  });

  it("without its payment is that of its order's payments, refused ones included, else LEGACY_CURRENCY", () => {
    const yen = payment('2', { currency: 'JPY', amount: '10' });
    const refused = payment('3', { currency: 'USD', status: 'lost' });
    expect(refunds([refund('1')], [yen]).kept[0]).toMatchObject({ currency: 'JPY', amount_cents: '1' });
    expect(refunds([refund('1')], [yen, refused]).kept[0]).toMatchObject({ currency: 'EUR' });
    expect(refunds([refund('1')], []).kept[0]).toMatchObject({ currency: 'EUR', amount_cents: '100' });
  });
});

test('a refund is not above what its payment captured', () => {
  const all = refund('1', { amount: '10' });
  expect(refunds([all], [payment('1')]).kept).toHaveLength(1);
  const above = ['amount_cents: above what was captured'];
  expect(refunds([refund('1', { amount: '10.01' })], [payment('1')]).reasons).toEqual(above);
  expect(refunds([all], [payment('1', { status: 'pending' })]).reasons).toEqual(above);
});

test('a refund that cannot be converted is not compared', () => {
  const broken = refund('1', { amount: '99.999', reason: 'whim' });
  expect(refunds([broken], [payment('1')]).reasons).toEqual([
    'amount: no whole number of minor units',
    'reason: outside the vocabulary',
  ]);
});

test('a refund changes with its payment', () => {
  const later = at('2024-03-06T00:00:00Z');
  const updated = (own: string | null, other: string | null) =>
    refunds([refund('1', { updated_at: own })], [payment('1', { updated_at: other })]);
  expect(updated(noon, later).kept[0]!.updated_at).toBe(later);
  expect(updated(later, noon).kept[0]!.updated_at).toBe(later);
  expect(updated(noon, null).kept[0]!.updated_at).toBe(noon);
  expect(updated(noon, '-infinity').kept[0]!.updated_at).toBe(noon);
  expect(updated(noon, 'infinity').reasons).toEqual(['updated_at: not a finite instant']);
  expect(updated(null, later).reasons).toEqual(['updated_at: NULL']);
});
