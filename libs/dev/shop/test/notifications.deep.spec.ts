import { v2 } from '@acme/models';
import { orderLives } from '../src/orders/order-lives';
import {
  notificationServer,
  openedAt,
  orderId,
  type NotificationServer,
  type NotificationShop,
} from './notifications-fixture';

const day = 86_400_000;
const days = 120;
const until = new Date(openedAt + days * day).toISOString();
const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ');

describe('the notifications of a shop', () => {
  let server: NotificationServer;
  let shop: NotificationShop;

  beforeAll(async () => {
    server = await notificationServer();
    shop = await server.fill({ users: 300, days });
  });
  afterAll(() => server.release());

  const one = async <Row>(sql: string) => (await shop.query<Row>(sql))[0]!;
  const count = async (condition: string) =>
    (await one<{ count: number }>(`select count(*)::int as count from notifications_v2 where ${condition}`))
      .count;

  it('are as many as reported, and have the columns of the model', async () => {
    expect(await count('true')).toBe(shop.rows);
    const columns = await shop.query<{ name: string }>(
      `select column_name as name from information_schema.columns where table_name = 'notifications_v2'`,
    );
    expect(new Set(columns.map(({ name }) => name))).toEqual(
      new Set(v2.notifications.fields.map(({ name }) => name)),
    );
  });

  it('are the same for the same seed and others for another one', async () => {
    const hash = async ({ query }: NotificationShop) =>
      (
        await query<{ hash: string }>(
          `select hashtextextended(string_agg(n::text, ' ' order by id), 0)::text as hash from notifications_v2 n`,
        )
      )[0]!.hash;
    expect(await hash(await server.fill({ users: 300, days }))).toBe(await hash(shop));
    expect(await hash(await server.fill({ users: 300, days, seed: 8 }))).not.toBe(await hash(shop));
  });

  it('have every channel and type, and statuses out of the contract on few rows', async () => {
    for (const channel of v2.channels) expect(await count(`channel = '${channel}'`)).toBeGreaterThan(0);
    for (const type of v2.notificationTypes) {
      expect(await count(`notification_type = '${type}'`)).toBeGreaterThan(0);
    }
    expect(await count(`status not in (${quoted(v2.notificationStatuses)})`)).toBe(1);
  });

  it('have happened before the shop’s time is over, and were updated when the last of it happened', async () => {
    expect(await count(`updated_at >= '${until}'`)).toBe(0);
    expect(
      await count(
        `updated_at <> greatest(created_at, queued_at, sent_at, delivered_at, opened_at, clicked_at, bounced_at,
                                failed_at, unsubscribed_at, complained_at)`,
      ),
    ).toBe(0);
  });

  it('have the status that their timestamps say', async () => {
    expect(
      await count(
        `status in (${quoted(v2.notificationStatuses)})
         and status <> case when unsubscribed_at is not null then 'unsubscribed'
                            when clicked_at is not null then 'clicked'
                            when opened_at is not null then 'opened'
                            when bounced_at is not null then 'bounced'
                            when failed_at is not null then 'failed'
                            when delivered_at is not null then 'delivered'
                            when sent_at is not null then 'sent'
                            when queued_at is not null then 'queued' else 'pending' end`,
      ),
    ).toBe(0);
  });

  it('are about an order or a campaign when their type says so, and about nothing else', async () => {
    const ofOrders = `(notification_type like 'order%' or notification_type like 'pay%'
                       or notification_type = 'refund_processed')`;
    expect(await count(`(order_id is not null) <> ${ofOrders}`)).toBe(0);
    expect(await count(`(campaign_id is not null) <> (notification_type = 'promotional')`)).toBe(0);
  });

  it('go to the user of the order', async () => {
    const users = new Map<number, number>();
    for (const { index, user } of orderLives(shop.world, 0, days)) {
      users.set(orderId(index), shop.world.ids[user]!);
    }
    const rows = await shop.query<{ order_id: string; user_id: string }>(
      'select distinct order_id, user_id from notifications_v2 where order_id is not null',
    );
    expect(rows.length).toBeGreaterThan(users.size * 0.95);
    expect(rows.filter((row) => users.get(Number(row.order_id)) !== Number(row.user_id))).toEqual([]);
  });

  it('reach nobody who has unsubscribed with another promotion', async () => {
    expect(
      await count(
        `notification_type = 'promotional' and created_at >=
           (select min(left_through.unsubscribed_at) from notifications_v2 left_through
             where left_through.user_id = notifications_v2.user_id)`,
      ),
    ).toBe(0);
  });

  it('have failures of every code and of none, retries, bounces, complaints, and odd rows', async () => {
    const odd = {
      mailbox_full: `failure_code = 'mailbox_full' and bounced_at is not null`,
      provider_timeout: `failure_code = 'provider_timeout' and retry_count = 3 and failed_at is not null`,
      invalid_number: `failure_code = 'invalid_number' and channel = 'sms'`,
      retriedAndDelivered: 'retry_count > 0 and delivered_at is not null',
      complaint: 'complained_at is not null',
      noTemplate: 'template_id is null',
      noProvider: `provider is null and channel = 'email'`,
      openWithoutDelivery: 'opened_at is not null and delivered_at is null',
      deliveredBeforeSent: 'delivered_at < sent_at',
      sameInstant: `(select count(*) from notifications_v2 other
                      where other.created_at = notifications_v2.created_at) > 10`,
    };
    for (const [name, condition] of Object.entries(odd)) {
      expect({ name, found: (await count(condition)) > 0 }).toEqual({ name, found: true });
    }
    expect(await count('delivered_at < sent_at')).toBeLessThan(4);
  });

  it('have alerts in the hour that the clocks went through twice', async () => {
    expect(
      await count(
        `notification_type = 'system_alert'
         and (created_at at time zone 'Europe/Berlin' between '2026-10-25 00:30' and '2026-10-25 03:30'
           or created_at at time zone 'America/New_York' between '2026-11-01 00:30' and '2026-11-01 03:30')`,
      ),
    ).toBeGreaterThan(0);
  });

  it('come through three providers, each with a pace of its own', async () => {
    const paces = await shop.query<{ provider: string; p50: number }>(
      `select provider, percentile_cont(0.5) within group (order by delivered_at - sent_at)::text::interval as p50
         from notifications_v2 where provider is not null and delivered_at > sent_at group by provider`,
    );
    expect(paces.map(({ provider }) => provider).sort()).toEqual(['sendgrid', 'ses', 'twilio']);
  });

  it('let plain inserts go on after the generated ids', async () => {
    const extra = await server.fill({ users: 20, days: 10 });
    const [row] = await extra.query<{ next: boolean }>(
      `insert into notifications_v2 (user_id, status, created_at, updated_at) values (1, 'sent', now(), now())
       returning id = (select max(id) + 1 from notifications_v2) as next`,
    );
    expect(row).toEqual({ next: true });
  });
});
