import { confirmationCoverageDaily } from '../../src/notifications/coverage';
import type { SourceRow } from '../../src';
import { at, order, sent, worldOf } from './rows';

describe('confirmation_coverage_daily', () => {
  const confirmed = (id: string, iso: string, other: SourceRow = {}): SourceRow =>
    order(id, '2024-01-01T00:00:00Z', { confirmed_at: at(iso), ...other });
  const confirmation = (orderId: string | null, iso: string, other: SourceRow = {}): SourceRow =>
    sent('2024-01-01T00:00:00Z', {
      notification_type: 'order_confirmation',
      order_id: orderId,
      delivered_at: at(iso),
      ...other,
    });
  const orders = [
    confirmed('in time', '2024-01-10T12:00:00Z', { cancelled_at: at('2024-01-10T13:00:00Z') }),
    confirmed('too late', '2024-01-10T12:00:00Z'),
    confirmed('early', '2024-01-10T12:00:00Z'),
    confirmed('of another type', '2024-01-10T12:00:00Z'),
    confirmed('two days later', '2024-01-12T12:00:00Z'),
    confirmed('not yet', '2024-02-01T00:00:00Z'),
    order('never', '2024-01-01T00:00:00Z'),
  ];
  const notifications = [
    confirmation('in time', '2024-01-10T12:30:00Z'),
    confirmation('in time', '2024-01-10T12:09:59.999Z', { channel: 'push', user_id: '2' }),
    confirmation('too late', '2024-01-10T12:10:00Z'),
    confirmation('early', '2024-01-10T11:00:00Z'),
    confirmation('of another type', '2024-01-10T12:00:00Z', { notification_type: 'order_shipped' }),
    confirmation('two days later', '2024-01-12T12:01:00Z', { delivered_at: null }),
    confirmation('never', '2024-01-01T00:00:00Z'),
    confirmation(null, '2024-01-12T12:00:00Z'),
  ];
  const coverage = (now: string) =>
    confirmationCoverageDaily(worldOf({ now }, { orders, notifications })).map((row) => Object.values(row));

  it('is dense from the first confirmation to the last complete day', () => {
    expect(coverage('2024-01-15T00:00:00Z')).toEqual([
      ['2024-01-10', 4, 2, 0.5, 'final'],
      ['2024-01-11', 0, 0, null, 'final'],
      ['2024-01-12', 1, 0, 0, 'final'],
      ['2024-01-13', 0, 0, null, 'final'],
      ['2024-01-14', 0, 0, null, 'provisional'],
    ]);
  });

  it('matures ten minutes after the day', () => {
    expect(coverage('2024-01-11T00:09:59.999Z')).toEqual([['2024-01-10', 4, 2, 0.5, 'provisional']]);
    expect(coverage('2024-01-11T00:10:00Z')).toEqual([['2024-01-10', 4, 2, 0.5, 'final']]);
  });

  it('has no rows without confirmed orders', () => {
    expect(coverage('2024-01-05T00:00:00Z')).toEqual([]);
  });
});
