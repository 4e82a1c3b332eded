import { orderFulfilmentDaily } from '../../src/orders/fulfilment';
import { at, order, worldOf } from './rows';

describe('order_fulfilment_daily', () => {
  const moved = (id: string, shipped: string | null, delivered: string | null, source = 'web') =>
    order(id, '2024-02-01T00:00:00Z', {
      source,
      shipped_at: shipped === null ? null : at(`2024-02-${shipped}:00Z`),
      delivered_at: delivered === null ? null : at(`2024-02-${delivered}:00Z`),
    });

  it('interpolates the hours that are not negative', () => {
    const world = worldOf({
      orders: [
        moved('1', '01T10:00', '02T10:00'), // 10 h, then 24 h
        { ...moved('2', '01T20:30', null), status: 'cancelled' }, // 20.5 h
        moved('3', '01T00:00', '01T00:30'), // 0 h, then half an hour
        moved('4', '01T12:00', '01T11:00'), // 12 h, then negative
        { ...moved('5', '01T12:00', null), created_at: at('2024-02-01T13:00:00Z') }, // negative
        moved('6', null, '01T12:00'), // delivered, from when is not known
        moved('7', '10T00:00', '10T00:00'), // at now
        moved('8', null, null, 'api'),
      ],
      now: '2024-02-10T00:00:00Z',
    });
    const rows = orderFulfilmentDaily(world);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ day: '2024-02-01', source: 'web', placed: 7, shipped: 5, delivered: 4 });
    expect(rows[0]!.p50_hours_to_ship).toBe(11); // of 0, 10, 12, 20.5
    expect(rows[0]!.p95_hours_to_ship).toBeCloseTo(12 + 0.85 * 8.5, 9);
    expect(rows[0]!.p50_hours_to_deliver).toBe(12.25); // of 0.5 and 24
    expect(rows[0]!.p95_hours_to_deliver).toBeCloseTo(0.5 + 0.95 * 23.5, 9);
    expect(rows[1]).toEqual({
      ...{ day: '2024-02-01', source: 'api', placed: 1, shipped: 0, delivered: 0 },
      ...{ p50_hours_to_ship: null, p95_hours_to_ship: null },
      ...{ p50_hours_to_deliver: null, p95_hours_to_deliver: null },
    });
  });
});
