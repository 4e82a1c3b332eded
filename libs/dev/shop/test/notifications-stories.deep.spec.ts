import { notificationStoriesOf } from '../src/notifications';
import { orderLives } from '../src/orders/order-lives';
import {
  notificationServer,
  openedAt,
  orderId,
  type NotificationServer,
  type NotificationShop,
} from './notifications-fixture';

const day = 86_400_000;

describe('where the stories of the notifications lie', () => {
  it('does not change when the shop goes on', () => {
    const late = notificationStoriesOf({ seed: 3, openedAt }, 400);
    for (let days = 0; days < 400; days += 1) {
      const { troubles, annoying } = notificationStoriesOf({ seed: 3, openedAt }, days);
      expect(troubles).toEqual(late.troubles.filter((trouble) => trouble.day < days));
      expect(annoying).toEqual(late.annoying.filter((campaign) => campaign.days[0]! < days));
    }
    expect([late.troubles.length, late.annoying.length]).toEqual([8, 3]);
  });
});

describe.each([
  [1, 200, 120],
  [2, 200, 120],
  [3, 200, 120],
  [1, 300, 270],
  [1, 2500, 180],
])('the stories in the notifications of seed %i, %i users, %i days', (seed, users, days) => {
  let server: NotificationServer;
  let shop: NotificationShop;
  const { troubles, annoying } = notificationStoriesOf({ seed, openedAt }, days);
  const annoyingIds = annoying.map(({ id }) => id).join(', ');

  beforeAll(async () => {
    server = await notificationServer();
    shop = await server.fill({ users, days, seed });
  });
  afterAll(() => server.release());

  it('are there', () => {
    expect(troubles.length).toBeGreaterThan(0);
    expect(annoying.length).toBeGreaterThan(0);
  });

  it('annoy: more than 4 % leave through three sends in five days, fewer and fewer look', async () => {
    const sends = await shop.query<{ campaign: number; left: number; complained: number; opened: number }>(
      `select campaign_id::int as campaign, created_at::date,
              count(unsubscribed_at)::float / count(delivered_at) as left,
              count(complained_at)::int as complained,
              count(opened_at)::float / count(delivered_at) as opened
         from notifications_v2 where campaign_id in (${annoyingIds})
        group by 1, 2 order by 1, 2`,
    );
    for (const { id, days: sent } of annoying) {
      const own = sends.filter(({ campaign }) => campaign === id);
      expect(own).toHaveLength(3);
      expect(sent[2]! - sent[0]!).toBeLessThan(5);
      for (const { left } of own) expect(left).toBeGreaterThan(0.04);
      expect(own[2]!.complained).toBeGreaterThan(0);
      if (users > 1000) expect(own[0]!.opened).toBeGreaterThan(own[2]!.opened);
    }
  });

  it('do not spoil the other campaigns: one a fortnight, with usual rates', async () => {
    const [usual] = await shop.query<Record<'campaigns' | 'open' | 'click' | 'unsubscribe', number>>(
      `select count(distinct campaign_id)::int as campaigns,
              count(opened_at)::float / count(delivered_at) as open,
              count(clicked_at)::float / count(delivered_at) as click,
              count(unsubscribed_at)::float / count(delivered_at) as unsubscribe
         from notifications_v2 where campaign_id not in (${annoyingIds})`,
    );
    expect(usual!.campaigns).toBeGreaterThanOrEqual(Math.floor(days / 14) - 1 - annoying.length);
    expect(usual!.open).toBeGreaterThan(0.18);
    expect(usual!.open).toBeLessThan(0.33);
    expect(usual!.click).toBeGreaterThan(0.01);
    expect(usual!.click).toBeLessThan(0.08);
    expect(usual!.unsubscribe).toBeLessThan(0.01);
  });

  it('leave users with eight and more notifications in a week', async () => {
    for (const { days: sent } of annoying) {
      const end = new Date(openedAt + (sent[2]! + 1) * day).toISOString();
      const tired = await shop.query(
        `select user_id from notifications_v2
          where delivered_at < '${end}' and delivered_at >= '${end}'::timestamptz - interval '7 days'
          group by user_id having count(*) >= 8`,
      );
      expect(tired.length).toBeGreaterThan(0);
    }
  });

  it.each(['UTC', 'America/New_York'])(
    'show in the coverage of confirmed orders by days of %s',
    async (zone) => {
      const delivered = new Map(
        (
          await shop.query<{ order: number; at: Date }>(
            `select order_id::int as order, delivered_at as at from notifications_v2
            where notification_type = 'order_confirmation' and delivered_at is not null`,
          )
        ).map(({ order, at }) => [order, at.getTime()]),
      );
      const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
      const tally = new Map<string, { confirmed: number; covered: number }>();
      for (const { index, confirmedAt } of orderLives(shop.world, 0, days)) {
        if (confirmedAt >= openedAt + days * day) continue;
        const local = format.format(confirmedAt);
        const ofDay = tally.get(local) ?? { confirmed: 0, covered: 0 };
        tally.set(local, ofDay);
        ofDay.confirmed += 1;
        if ((delivered.get(orderId(index)) ?? Infinity) < confirmedAt + 600_000) ofDay.covered += 1;
      }
      let usual = { confirmed: 0, covered: 0 };
      const troubled = troubles.map((trouble) => format.format(trouble.from + day / 2));
      for (const [local, { confirmed, covered }] of tally) {
        if (troubled.includes(local)) expect(covered / confirmed).toBeLessThan(0.6);
        else usual = { confirmed: usual.confirmed + confirmed, covered: usual.covered + covered };
      }
      expect(usual.covered / usual.confirmed).toBeGreaterThan(users > 1000 ? 0.95 : 0.9);
      expect(usual.covered / usual.confirmed).toBeLessThan(0.999);
    },
  );
});
