import {
  notificationServer,
  openedAt,
  type NotificationServer,
  type NotificationShop,
} from './notifications-fixture';

const day = 86_400_000;
const size = { users: 400, plannedDays: 120 };

type Rows = Map<string, string>;

describe('notifications of a shop that goes on', () => {
  let server: NotificationServer;

  beforeAll(async () => {
    server = await notificationServer();
  });
  afterAll(() => server.release());

  const rowsOf = async (shop: NotificationShop): Promise<Rows> => {
    const rows = await shop.query<{ id: string; row: string }>(
      'select id, n::text as row from notifications_v2 n order by id',
    );
    return new Map(rows.map(({ id, row }) => [id, row]));
  };
  const without = (rows: Rows, others: Rows) => [...rows.keys()].filter((id) => !others.has(id));

  // Across the annoying campaign, who unsubscribes, and a provider's trouble.
  it.each([
    [57, [3]],
    [98, [1, 2, 3, 12]],
  ])('are those of a shop filled at once, filled to day %i and advanced by %j', async (days, steps) => {
    const total = steps.reduce((sum, step) => sum + step, days);
    const atOnce = await rowsOf(await server.fill({ ...size, days: total }));
    const shop = await server.fill({ ...size, days });
    let deleted = 0;
    for (const step of steps) deleted += (await shop.advance(step)).deleted;
    const stepwise = await rowsOf(shop);
    expect(without(stepwise, atOnce)).toEqual([]);
    expect(without(atOnce, stepwise)).toHaveLength(deleted);
    expect([...stepwise].filter(([id, row]) => atOnce.get(id) !== row)).toEqual([]);
  });

  it('report what the table shows: rows that came, changed and went', async () => {
    const shop = await server.fill({ ...size, days: 100 });
    const before = await rowsOf(shop);
    const report = await shop.advance(3);
    const after = await rowsOf(shop);
    expect(report).toEqual({
      inserted: without(after, before).length,
      updated: [...after].filter(([id, row]) => before.has(id) && before.get(id) !== row).length,
      deleted: without(before, after).length,
    });
    for (const number of Object.values(report)) expect(number).toBeGreaterThan(0);
    const from = new Date(openedAt + 100 * day).toISOString();
    const [moved] = await shop.query<{ changed: number }>(
      `select count(*)::int as changed from notifications_v2 where updated_at >= '${from}'`,
    );
    expect(moved!.changed).toBe(report.inserted + report.updated);
  });

  it('go on around rows that were inserted by hand, and leave those alone', async () => {
    const shop = await server.fill({ ...size, days: 90 });
    const insert = `insert into notifications_v2 (user_id, status, created_at, updated_at)
                    values (1, 'by_hand', '2026-08-01', '2026-08-01') returning id::int`;
    await shop.query(insert);
    const reports = [await shop.advance(3)];
    await shop.query(insert);
    reports.push(await shop.advance(4));
    for (const { inserted, updated } of reports) {
      expect(inserted).toBeGreaterThan(0);
      expect(updated).toBeGreaterThan(0);
    }
    const atOnce = await server.fill({ ...size, days: 97 });
    const content = `select created_at, user_id, notification_type, channel, status, updated_at
                       from notifications_v2 where status <> 'by_hand' order by 1, 2, 3, 4`;
    const asText = async (of: NotificationShop) =>
      (await of.query(content)).map((row) => JSON.stringify(row));
    const whole = new Set(await asText(atOnce));
    const stepwise = await asText(shop);
    expect(stepwise.length).toBeGreaterThan(whole.size * 0.99);
    expect(stepwise.filter((row) => !whole.has(row))).toEqual([]);
    expect(await shop.query(`select from notifications_v2 where status = 'by_hand'`)).toHaveLength(2);
  });

  it('stop for users who were erased, and go on as before for all others', async () => {
    const erased = Array.from({ length: 40 }, (_, nth) => nth);
    const ids = erased.map((index) => index + 1).join(', ');
    const shop = await server.fill({ ...size, days: 99 });
    const before = await rowsOf(shop);
    await shop.advance(2, erased);
    await shop.advance(5);
    const after = await rowsOf(shop);
    const atOnce = await rowsOf(await server.fill({ ...size, days: 106 }));
    expect([...after].filter(([id, row]) => row !== atOnce.get(id) && row !== before.get(id))).toEqual([]);
    const from = new Date(openedAt + 99 * day).toISOString();
    expect(
      await shop.query(`select from notifications_v2 where user_id in (${ids}) and updated_at >= '${from}'`),
    ).toEqual([]);
    expect(
      (await shop.query(`select from notifications_v2 where user_id in (${ids})`)).length,
    ).toBeGreaterThan(0);
  });
});
