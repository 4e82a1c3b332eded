import { notificationFatigueDaily } from '../../src/notifications/fatigue';
import { microsOfIso, type SourceRow } from '../../src';
import { user } from '../fixture';
import { at, sent, worldOf } from './rows';

const delivered = (userId: string, iso: string, other: SourceRow = {}): SourceRow =>
  sent(iso, { user_id: userId, delivered_at: at(iso), ...other });

const times = (count: number, userId: string, iso: string): SourceRow[] =>
  Array.from({ length: count }, () => delivered(userId, iso));

describe('notification_fatigue_daily', () => {
  it('looks back over the local days −6…0 of complete days', () => {
    const opened = { opened_at: at('2024-01-03T05:00:00Z'), unsubscribed_at: at('2024-01-03T04:59:59Z') };
    const rows = notificationFatigueDaily(
      worldOf(
        { zone: 'America/New_York', users: [user('1', '2024-01-02T12:00:00Z')], now: '2024-01-10T12:00:00Z' },
        {
          notifications: [
            delivered('1', '2024-01-03T04:59:59Z', opened), // the 2nd; opened on the 3rd
            sent('2024-01-03T12:00:00Z'), // never delivered
            delivered('nobody', '2024-01-03T12:00:00Z'),
          ],
        },
      ),
    );
    const once = { bucket: '1-3', users: 1, received: 1, unsubscribed: 1, unsubscribe_rate: 1 };
    const none = { users: 1, received: 0, opened: 0, unsubscribed: 0 };
    expect(rows).toEqual([
      { day: '2024-01-02', ...once, opened: 0, open_rate: 0 },
      ...[3, 4, 5, 6, 7, 8].map((day) => ({ day: `2024-01-0${day}`, ...once, opened: 1, open_rate: 1 })),
      { day: '2024-01-09', bucket: '0', ...none, open_rate: null, unsubscribe_rate: null },
    ]);
  });

  it('puts open accounts into buckets', () => {
    const created = '2024-01-01T00:00:00Z';
    const deleted = (iso: string) => ({ deleted_at: microsOfIso(iso) });
    const rows = notificationFatigueDaily(
      worldOf(
        {
          users: [
            ...['0', '1', '3', '4', '7', '8'].map((id) => user(id, created)),
            user('closed', created, deleted('2024-01-01T23:59:59Z')),
            user('closed on the stroke', created, deleted('2024-01-02T00:00:00Z')),
            user('of the next day', '2024-01-02T00:00:00Z'),
          ],
          now: '2024-01-02T00:00:01Z',
        },
        {
          notifications: [
            ...[1, 3, 4, 7, 8].flatMap((count) => times(count, String(count), '2024-01-01T12:00:00Z')),
            ...times(9, 'closed', '2024-01-01T12:00:00Z'),
            ...times(9, 'closed on the stroke', '2023-12-26T00:00:00Z'),
            ...times(1, '0', '2023-12-25T23:59:59Z'),
            ...times(1, '0', '2024-01-02T00:00:00Z'),
          ],
        },
      ),
    );
    expect(rows.map(({ day, bucket, users, received }) => [day, bucket, users, received])).toEqual([
      ['2024-01-01', '0', 1, 0],
      ['2024-01-01', '1-3', 2, 4],
      ['2024-01-01', '4-7', 2, 11],
      ['2024-01-01', '8+', 2, 17],
    ]);
  });
});
