import { newCard } from '../../payments/cards';
import type { Stories } from '../../stories';
import { day, hour } from '../../time';
import type { World } from '../../world';
import { giftCard } from '../catalogue';
import { choose } from '../choose';
import type { StoryOrder } from '../story-order';

const accounts = 5;

/** One foreign card in five accounts in as many days, each order larger than the one before. */
export function* stolenCardOrders(
  world: World,
  { stolenCards }: Stories,
  end: number,
): Generator<StoryOrder> {
  for (const { nth, from, until } of stolenCards) {
    const card = { ...newCard(world.plan.seed, 7_000_000 + nth, 0, 'CA'), country: 'CA' };
    const taken = new Set<number>();
    for (let one = 0; one < accounts; one += 1) {
      const createdAt = from + one * 22 * hour + 3 * hour;
      if (createdAt >= end) break;
      const user = choose(world, { from: createdAt, until: until + day, lot: 30_000 + one, taken });
      if (user === undefined) continue;
      taken.add(user);
      const wanted = [{ product: giftCard, quantity: 9 + 2 * one }];
      yield { user, createdAt, script: { wanted, digital: true, card, ending: 'chargeback' } };
    }
  }
}
