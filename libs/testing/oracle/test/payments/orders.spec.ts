import { paymentOrdersDaily } from '../../src/payments/orders';
import { at, captured, failed, payment, paymentWorld } from './rows';

describe('payment_orders_daily', () => {
  const first = '2024-01-01T10:00:00Z';
  const justInTime = '2024-01-02T09:59:59.999Z';
  const late = '2024-01-02T10:00:00Z';

  it('goes by the first attempt at an order', () => {
    const payments = [
      captured(justInTime, justInTime, { order_id: 'recovered', currency: 'EUR' }),
      failed(first, { order_id: 'recovered' }),
      failed(first, { order_id: 'late' }),
      captured(first, late, { order_id: 'late', authorized_at: null, id: '999999' }),
      captured(first, late, { order_id: 'paid at once' }),
      failed(late, { order_id: 'paid at once' }),
      failed(first, { order_id: 'never' }),
      failed(late, { order_id: 'never' }),
      failed(first), // of no order
      payment(first, { order_id: 'pounds', currency: 'GBP' }),
    ];
    expect(paymentOrdersDaily(paymentWorld({ payments, now: '2024-01-04T00:00:00Z' }))).toEqual([
      {
        ...{ day: '2024-01-01', currency: 'USD', orders_attempted: 4, orders_paid: 3, orders_captured: 3 },
        ...{ order_success_rate: 0.75, first_failed: 3, recovered_24h: 1, recovery_rate: 1 / 3 },
        maturity: 'final',
      },
      {
        ...{ day: '2024-01-01', currency: 'GBP', orders_attempted: 1, orders_paid: 0, orders_captured: 0 },
        ...{ order_success_rate: 0, first_failed: 0, recovered_24h: 0, recovery_rate: null },
        maturity: 'final',
      },
    ]);
  });

  it('tells what was authorised from what was captured', () => {
    const now = '2024-01-04T00:00:00Z';
    const payments = [
      payment(first, { order_id: 'authorised', authorized_at: at(first) }),
      failed(first, { order_id: 'captured at once' }),
      captured(first, late, { order_id: 'captured at once', authorized_at: null }),
      captured(first, now, { order_id: 'captured at now' }), // authorised before
    ];
    const rows = paymentOrdersDaily(paymentWorld({ payments, now }));
    expect(rows).toMatchObject([{ orders_attempted: 3, orders_paid: 3, orders_captured: 1 }]);
  });

  it('breaks ties by the number of the id', () => {
    const payments = [
      captured(first, first, { id: '10', order_id: '1', authorized_at: at(first) }),
      failed(first, { id: '9', order_id: '1' }),
    ];
    const rows = paymentOrdersDaily(paymentWorld({ payments, now: '2024-01-02T23:59:59.999Z' }));
    expect(rows).toMatchObject([{ first_failed: 1, recovered_24h: 1, maturity: 'provisional' }]);
  });

  it('is final 24 hours after the day', () => {
    const payments = [payment(first, { order_id: '1' })];
    const rows = paymentOrdersDaily(paymentWorld({ payments, now: '2024-01-03T00:00:00Z' }));
    expect(rows).toMatchObject([{ maturity: 'final' }]);
  });
});
