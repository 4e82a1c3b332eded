import { cardOf } from '../payments/cards';
import { isCard, methodOf } from '../payments/methods';
import { homes } from '../people/countries';
import { mix, purpose, Random } from '../random';
import { toldAt, type Stories } from '../stories';
import type { World } from '../world';
import { anyWanted, basketOf } from './basket';
import { currencyIn, taxIn } from './currencies';
import type { Oddity } from './oddities';
import type { Placed, Purchase } from './purchase';

const random = new Random();

/** Where a user lives at an instant. */
export function countryAt(world: World, user: number, at: number): string {
  const { move } = world.life(user);
  return homes[move.at <= at ? move.to : world.home[user]!]!.country.code;
}

/** An order with its contents, to be paid. */
export function newPurchase(
  world: World,
  { user, createdAt, key, script }: Placed,
  index: number,
  oddity: Oddity | null,
  stories: Stories,
): Purchase {
  random.reseed(mix(key, purpose.orders, 0, 0));
  const country = countryAt(world, user, createdAt);
  const currency = currencyIn(country);
  const plain = script.wanted !== undefined || oddity !== null;
  const coupon = plain ? null : couponAt(createdAt, stories);
  const wish = {
    wanted: script.wanted ?? (oddity === 'no items' ? [] : anyWanted(random)),
    currency,
    taxRate: script.digital ? 0 : taxIn(country),
    discountRate: coupon?.rate ?? 0,
    free: oddity === 'free',
    digital: script.digital ?? false,
  };
  const basket = basketOf(wish, random);
  const method = plain ? 'card' : methodOf(world.plan.seed, user, random);
  const own = isCard(method) ? cardOf(world, user, random.chance(0.04) ? 1 : 0) : null;
  return {
    index,
    user,
    createdAt,
    key,
    script,
    oddity,
    country,
    currency: currency.code,
    basket,
    coupon: coupon?.code ?? null,
    source: random.weighted<string | null>([
      ['web', 0.53],
      ['mobile', 0.39],
      ['api', 0.05],
      [null, 0.03],
    ]),
    method,
    card: script.card ?? own,
    payments: [],
    firstItem: 0,
    confirmedAt: Infinity,
    processingAt: Infinity,
    shippedAt: Infinity,
    deliveredAt: Infinity,
    cancelledAt: Infinity,
    firstPaymentFailedAt: Infinity,
    paidAt: Infinity,
    refundedAt: Infinity,
    allRefundedAt: Infinity,
    finished: false,
  };
}

function couponAt(at: number, stories: Stories): { code: string; rate: number } | null {
  const kind = random.next();
  const campaign = toldAt(stories.discounts, at);
  if (campaign && kind < 0.55) return { code: campaign.coupon, rate: campaign.rate };
  return kind > 0.96 ? { code: 'WELCOME10', rate: 0.1 } : null;
}
