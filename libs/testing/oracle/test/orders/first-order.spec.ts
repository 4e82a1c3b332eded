import { userRegistrationsDaily } from '../../src';
import { user } from '../fixture';
import { at, order, worldOf } from './rows';

describe('first_order_30d of user_registrations_daily', () => {
  // 30 × 24 h after 9 March, 12:00 in New York, the wall clock reads 13:00.
  let orderId = 0;
  const created = '2024-03-09T17:00:00Z';
  const bought = (user_id: string, createdAt: string, other: object = {}) => {
    orderId += 1;
    return {
      user: user(user_id, created),
      order: order(String(orderId), createdAt, { user_id, ...other }),
    };
  };

  it('counts users with a valid order in [creation, creation + 30 × 24 h)', () => {
    const cases = [
      bought('at once', created),
      bought('just in time', '2024-04-08T16:59:59.999Z'),
      bought('too late', '2024-04-08T17:00:00Z'),
      bought('before creation', '2024-03-09T16:59:59Z'),
      bought('cancelled', created, { cancelled_at: at('2024-04-20T00:00:00Z') }),
    ];
    const rows = userRegistrationsDaily(
      worldOf({
        zone: 'America/New_York',
        users: cases.map((one) => one.user),
        orders: [
          ...cases.map((one) => one.order),
          order('100', '2024-03-20T00:00:00Z', { user_id: 'at once' }), // counts once
        ],
        now: '2024-05-01T00:00:00Z',
      }),
    );
    expect(rows).toMatchObject([{ registrations: 5, first_order_30d: 2, maturity: 'final' }]);
  });
});
