import { fraudAlerts } from './fraud-alerts';
import {
  countBy,
  day,
  groupBy,
  hour,
  instant,
  percentile,
  soldShop,
  within,
  type Row,
  type SoldShop,
} from './sales-fixture';

/** `${instant} ${provider}` of the hours that outages and tried cards take. */
const hoursOf = (spans: readonly { from: number; until: number; provider: string }[]) =>
  spans.flatMap(({ from, until, provider }) =>
    Array.from(
      { length: (until - from) / hour },
      (_, nth) => `${new Date(from + nth * hour).toISOString()} ${provider}`,
    ),
  );

const told = (shop: SoldShop) => hoursOf([...shop.stories.outages, ...shop.stories.cardTests]).sort();

const zones = ['UTC', 'America/New_York'];
const sizes = [
  [300, 270],
  [2500, 180],
  [200, 120],
] as const;
const shops = [1, 2, 3].flatMap((seed) => sizes.map(([users, days]) => ({ seed, users, days })));

describe.each(shops)(
  'payments of a shop of $users users and $days days, seed $seed',
  ({ seed, users, days }) => {
    let shop: SoldShop;
    let payments: readonly Row[];

    beforeAll(() => {
      shop = soldShop(seed, users, days);
      payments = shop.rows.payments_v2;
    });

    it.each(zones)('raise an alert in the hours of the stories and in no other, in %s', (zone) => {
      const alerts = fraudAlerts(payments, zone);
      expect(alerts.map(({ at, provider }) => `${new Date(at).toISOString()} ${provider}`).sort()).toEqual(
        told(shop),
      );
      expect(alerts.length).toBeGreaterThanOrEqual(6);
      for (const { declineRate } of alerts) expect(declineRate).toBeGreaterThanOrEqual(0.7);
    });

    it.each(zones)('show tried cards as many cards and low amounts, in %s', (zone) => {
      const tried = new Set(hoursOf(shop.stories.cardTests));
      const alerts = fraudAlerts(payments, zone).filter(({ at, provider }) =>
        tried.has(`${new Date(at).toISOString()} ${provider}`),
      );
      for (const { attempts, distinctCards, lowAmountShare } of alerts) {
        expect(attempts).toBeGreaterThanOrEqual(20);
        expect(distinctCards).toBeGreaterThanOrEqual(15);
        expect(lowAmountShare).toBeGreaterThan(0.8);
      }
    });

    it('fail while a provider is out of order, and recover afterwards', () => {
      for (const outage of shop.stories.outages) {
        const hit = payments.filter(
          (row) => row.provider === outage.provider && within(row.created_at!, outage),
        );
        for (const rows of groupBy(hit, (row) => row.created_at!.slice(0, 13)).values()) {
          expect(rows.length).toBeGreaterThanOrEqual(8);
          const down = rows.filter((row) => row.failure_code === 'provider_unavailable');
          expect(down.length / rows.length).toBeGreaterThanOrEqual(0.7);
        }
        const orders = new Set(hit.filter((row) => row.failed_at).map((row) => row.order_id));
        const recovered = payments.filter(
          (row) =>
            orders.has(row.order_id!) &&
            row.authorized_at &&
            instant(row.authorized_at) < outage.until + 24 * hour,
        );
        expect(recovered.length).toBeGreaterThan(10);
      }
    });

    it('try a card five times within an hour in a card test only', () => {
      const fast = new Set<string>();
      for (const rows of groupBy(
        payments.filter((row) => row.card_fingerprint),
        (row) => row.card_fingerprint!,
      ).values()) {
        const instants = rows.map((row) => instant(row.created_at!)).sort((a, b) => a - b);
        instants.forEach((at, nth) => {
          if (nth >= 4 && instants[nth - 4]! > at - hour)
            fast.add(`${rows[0]!.card_fingerprint!} ${Math.floor(at / hour)}`);
        });
      }
      const hours = shop.stories.cardTests.flatMap(({ from }) => [from / hour, from / hour + 1]);
      expect([...fast].map((found) => Number(found.split(' ')[1])).sort((a, b) => a - b)).toEqual(hours);
    });

    it('come from three users on one card within a week only when it is stolen', () => {
      const shared: Row[][] = [];
      for (const rows of groupBy(
        payments.filter((row) => row.card_fingerprint),
        (row) => row.card_fingerprint!,
      ).values()) {
        const usersBy = (at: number) =>
          new Set(
            rows
              .filter((row) => instant(row.created_at!) <= at && instant(row.created_at!) > at - 7 * day)
              .map((row) => row.user_id),
          ).size;
        if (rows.some((row) => usersBy(instant(row.created_at!)) >= 3)) shared.push(rows);
      }
      expect(shared).toHaveLength(shop.stories.stolenCards.length);
      for (const [nth, rows] of shared.entries()) {
        expect(new Set(rows.map((row) => row.user_id)).size).toBeGreaterThanOrEqual(4);
        expect(rows.every((row) => within(row.created_at!, shop.stories.stolenCards[nth]!))).toBe(true);
      }
    });

    it('on a stolen card are foreign, higher than all before, and lost in a dispute', () => {
      const stolen = payments.filter((row) => Number(row.amount_cents) >= 180_000 && row.currency === 'USD');
      const lost = new Set(
        shop.rows.disputes_v2.filter((row) => row.status === 'lost').map((row) => row.payment_id),
      );
      expect(stolen.length).toBeGreaterThanOrEqual(4);
      for (const row of stolen) {
        const at = instant(row.created_at!);
        const before = payments
          .filter(
            (one) =>
              one.currency === row.currency &&
              instant(one.created_at!) < at &&
              instant(one.created_at!) > at - 29 * day,
          )
          .map((one) => Number(one.amount_cents));
        expect(Number(row.amount_cents)).toBeGreaterThan(percentile(before, 0.99));
        expect(row.card_country).toBe('CA');
      }
      const decided = stolen.filter((row) => instant(row.created_at!) < shop.until - 40 * day);
      expect(decided.length).toBeGreaterThan(0);
      expect(decided.filter((row) => !lost.has(row.id!))).toEqual([]);
    });

    it('are taken back again and again by one user', () => {
      const payers = new Map(payments.map((row) => [row.id, row.user_id!]));
      for (const { from } of shop.stories.refundAbuses) {
        const span = { from, until: from + 62 * day };
        if (span.until > shop.until) continue;
        const refunds = shop.rows.refunds_v2.filter(
          (row) =>
            row.reason === 'product_not_received' &&
            row.status === 'completed' &&
            within(row.processed_at!, span),
        );
        const counts = [...countBy(refunds, (row) => payers.get(row.payment_id!)!).values()].filter(
          (count) => count >= 8,
        );
        expect(counts).toHaveLength(1);
      }
    });
  },
);
