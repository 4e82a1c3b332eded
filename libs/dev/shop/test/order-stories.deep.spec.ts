import {
  countBy,
  day,
  hour,
  instant,
  median,
  percentile,
  soldShop,
  within,
  type Row,
  type SoldShop,
} from './sales-fixture';

const shops = [
  { seed: 1, users: 2500, days: 180 },
  { seed: 2, users: 300, days: 270 },
  { seed: 3, users: 200, days: 120 },
];

describe.each(shops)('orders of a shop of $users users and $days days', ({ seed, users, days }) => {
  let shop: SoldShop;
  let orders: readonly Row[];

  beforeAll(() => {
    shop = soldShop(seed, users, days);
    orders = shop.rows.orders_v2;
  });

  const perDay = (span: { from: number; until: number }) =>
    orders.filter((row) => within(row.created_at!, span)).length / ((span.until - span.from) / day);

  it('are more in a sale than in the ten days before and after', () => {
    for (const { from, until } of shop.stories.sales) {
      if (until + 10 * day > shop.until) continue;
      const around =
        perDay({ from: from - 10 * day, until: from }) + perDay({ from: until, until: until + 10 * day });
      expect(perDay({ from, until }) / (around / 2)).toBeGreaterThan(1.2);
    }
  });

  it('are more on Sundays than on Tuesdays, but for the stories', () => {
    const special = new Set(
      shop.rows.order_items_v2.filter((row) => Number(row.product_id) > 1500).map((row) => row.order_id),
    );
    const everyday = orders.filter(
      (row) =>
        !special.has(row.id!) && !shop.stories.outages.some((outage) => within(row.created_at!, outage)),
    );
    const byWeekday = countBy(everyday, (row) => String(new Date(instant(row.created_at!)).getUTCDay()));
    expect(byWeekday.get('0')! / byWeekday.get('2')!).toBeGreaterThan(users > 1000 ? 1.1 : 0.95);
  });

  it('come with a coupon in the week of the campaign, and with its discount', () => {
    expect(shop.stories.discounts.length).toBeGreaterThan(0);
    for (const campaign of shop.stories.discounts) {
      const during = orders.filter((row) => within(row.created_at!, campaign));
      const used = during.filter((row) => row.coupon_code === campaign.coupon);
      expect(used.length / during.length).toBeGreaterThan(0.2);
      expect(orders.filter((row) => row.coupon_code === campaign.coupon)).toHaveLength(used.length);
      for (const row of used) {
        expect(Number(row.discount_cents) / Number(row.subtotal_cents)).toBeCloseTo(campaign.rate, 2);
      }
    }
  });

  it('make a product the first of its category that doubled week by week', () => {
    for (const { nth, risesFrom } of shop.stories.takeOffs) {
      const product = String(1600 + nth);
      const weeks = [0, 1, 2, 3].map((week) => ({
        from: risesFrom + week * 7 * day,
        until: risesFrom + (week + 1) * 7 * day,
      }));
      if (weeks[3]!.until > shop.until) continue;
      const sold = weeks.map((week) => netByProduct(week, 'Camping'));
      const own = sold.map((of) => of.get(product)!);
      own.slice(1).forEach((net, week) => expect(net / own[week]!).toBeGreaterThan(1.5));
      expect([...sold[3]!].sort((a, b) => b[1] - a[1])[0]![0]).toBe(product);
      const before = netByProduct({ from: risesFrom - 14 * day, until: risesFrom }, 'Camping');
      expect(before.get(product)!).toBeLessThan(own[3]! / 4);
    }
  });

  const netByProduct = (span: { from: number; until: number }, category: string) => {
    const dollars = new Set(
      orders.filter((row) => row.currency === 'USD' && !cancelled(row)).map((row) => row.id),
    );
    const net = new Map<string, number>();
    for (const row of shop.rows.order_items_v2) {
      if (row.category !== category || !within(row.created_at!, span) || !dollars.has(row.order_id!))
        continue;
      const of = Number(row.quantity) * Number(row.unit_price_cents) - Number(row.discount_cents);
      net.set(row.product_id!, (net.get(row.product_id!) ?? 0) + of);
    }
    return net;
  };

  it('are long on their way in the fortnight of late deliveries', () => {
    const onTheWay = (span: { from: number; until: number }) =>
      orders
        .filter((row) => within(row.created_at!, span) && row.shipped_at && row.delivered_at)
        .map((row) => (instant(row.delivered_at!) - instant(row.shipped_at!)) / hour)
        .filter((hours) => hours >= 0);
    for (const { from, until } of shop.stories.lateDeliveries) {
      if (until + 14 * day > shop.until) continue;
      const [late, usual] = [onTheWay({ from, until }), onTheWay({ from: from - 14 * day, until: from })];
      expect(percentile(late, 0.95) / percentile(usual, 0.95)).toBeGreaterThan(2);
      expect(median(late) / median(usual)).toBeGreaterThan(2.5);
    }
  });

  it('are given back in part, regularly, one to sixty days after the capture', () => {
    const captures = new Map(shop.rows.payments_v2.map((row) => [row.id, instant(row.captured_at!)]));
    const partly = shop.rows.payments_v2.filter((row) => row.status === 'partially_refunded');
    expect(new Set(partly.map((row) => row.created_at!.slice(0, 7))).size).toBeGreaterThanOrEqual(3);
    for (const row of shop.rows.refunds_v2) {
      const captured = captures.get(row.payment_id!)!;
      expect(instant(row.created_at!)).toBeGreaterThanOrEqual(captured + day);
      if (row.processed_at) expect(instant(row.processed_at)).toBeLessThan(captured + 60 * day);
    }
  });

  it('are disputed three weeks to four months after the capture', () => {
    const captures = new Map(shop.rows.payments_v2.map((row) => [row.id, instant(row.captured_at!)]));
    expect(shop.rows.disputes_v2.length).toBeGreaterThan(0);
    for (const row of shop.rows.disputes_v2) {
      const after = (instant(row.opened_at!) - captures.get(row.payment_id!)!) / day;
      expect(after).toBeGreaterThanOrEqual(20);
      expect(after).toBeLessThan(110);
    }
  });

  it('lie in the lives of their users', () => {
    const { world } = shop;
    for (const row of orders) {
      if (Number(row.user_id) > 1_000_000) continue;
      const user = Number(row.user_id) - 1;
      expect(instant(row.created_at!)).toBeGreaterThanOrEqual(world.registeredAt[user]!);
      expect(instant(row.created_at!)).toBeLessThan(world.quietFrom[user]!);
    }
  });
});

const cancelled = (row: Row) => row.cancelled_at !== null || row.status === 'cancelled';
