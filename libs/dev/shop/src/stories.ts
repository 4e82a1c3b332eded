import { mix, purpose } from './random';
import { day, dayOf, hour } from './time';
import type { ShopPlan } from './world';

/** A stretch of time, in milliseconds; `until` is exclusive. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** What the shop's tables tell besides everyday life. */
export interface Stories {
  /** `factor` times as many orders. */
  readonly sales: readonly (Span & { readonly factor: number })[];
  /** Half of the orders come with the coupon. */
  readonly discounts: readonly (Span & { readonly coupon: string; readonly rate: number })[];
  /** From `risesFrom` on the product's orders double week by week. */
  readonly takeOffs: readonly (Span & {
    readonly nth: number;
    readonly risesFrom: number;
    readonly weeklyOrders: readonly number[];
  })[];
  /** Payments at the provider fail. */
  readonly outages: readonly (Span & { readonly provider: string })[];
  /** Many cards are tried with tiny amounts at the provider. */
  readonly cardTests: readonly (Span & { readonly provider: string })[];
  /** A card goes from account to account. */
  readonly stolenCards: readonly (Span & { readonly nth: number })[];
  /** One user wants the money back for all that is bought; refunds follow within two months of `from`. */
  readonly refundAbuses: readonly Span[];
  /** Orders of this time are four times as long on their way. */
  readonly lateDeliveries: readonly (Span & { readonly factor: number })[];
}

/** Days from one telling of all stories to the next. */
const round = 112;

/** The stories that begin in the first `days` days of a shop; they stay where they are as it goes on. */
export function storiesOf({ seed, openedAt }: Pick<ShopPlan, 'seed' | 'openedAt'>, days: number): Stories {
  const end = openedAt + days * day;
  /** A story that begins on day `first` of every round, `length` long, or a little later. */
  const every = <T>(first: number, length: number, rest: (nth: number, span: Span) => T) => {
    const told: (Span & T)[] = [];
    for (let nth = 0; ; nth += 1) {
      const later = mix(seed, purpose.stories, first, nth) % 3;
      const from = openedAt + (first + later + nth * round) * day;
      if (from >= end) return told;
      told.push({ from, until: from + length, ...rest(nth, { from, until: from + length }) });
    }
  };
  /** The same, at whole hours of a Tuesday. */
  const atHour = (first: number, hourOfDay: number, hours: number, providers: readonly string[]) =>
    every(first, 0, (nth, { from }) => {
      const date = dayOf(from) + 1;
      const start = (date + ((2 - ((date + 4) % 7) + 7) % 7)) * day + hourOfDay * hour;
      const provider = providers[mix(seed, purpose.stories, first, -1 - nth) % providers.length]!;
      return { from: start, until: start + hours * hour, provider };
    }).filter(({ from }) => from < end);
  return {
    sales: every(98, 10 * day, () => ({ factor: 1.8 })),
    discounts: every(30, 7 * day, (nth) => ({ coupon: `SAVE20-${nth + 1}`, rate: 0.2 })),
    takeOffs: every(14, 70 * day, (nth, { from }) => ({
      nth,
      risesFrom: from + 28 * day,
      weeklyOrders: [1, 2, 1, 2, 4, 8, 16, 32, 20, 8],
    })),
    outages: atHour(70, 15, 4, ['stripe', 'adyen']),
    cardTests: atHour(86, 7, 2, ['checkout', 'adyen']),
    stolenCards: every(59, 5 * day, (nth) => ({ nth })),
    refundAbuses: every(44, 50 * day, () => ({})),
    lateDeliveries: every(88, 14 * day, () => ({ factor: 4 })),
  };
}

/** The story of the list that is told at an instant. */
export const toldAt = <T extends Span>(stories: readonly T[], at: number): T | undefined =>
  stories.find(({ from, until }) => at >= from && at < until);
