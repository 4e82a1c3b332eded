import { Checkout } from '../payments/checkout';
import { day } from '../time';
import type { World } from '../world';
import { everydayOrders } from './demand';
import { newPurchase } from './new-purchase';
import { oddityOf } from './oddities';
import type { Placed, Purchase } from './purchase';
import { everyday } from './script';
import { storyOrders } from './story-orders';

/**
 * Everything that is bought in a shop's first `days` days and all that becomes of it, in the order of
 * createdAt. What happens before an instant does not depend on what comes after it, so a longer time
 * only adds to what a shorter one tells.
 */
export function* purchases(world: World, days: number): Generator<Purchase> {
  const { stories, placed: scripted, calm } = storyOrders(world, days);
  const checkout = new Checkout(world, stories, calm);
  const count = { index: 0, everyday: 0, items: 0 };
  let waiting: Purchase[] = [];
  for (let nth = 0; nth < days; nth += 1) {
    const ofStories = scripted.get(nth) ?? [];
    // Whom a story is about buys nothing else on that day.
    const busy = new Set(ofStories.map(({ user }) => user));
    const ofTheDay = everydayOrders(world, nth, stories).filter(({ user }) => !busy.has(user));
    const placed = [...ofTheDay, ...ofStories].sort(byTime);
    let before = Infinity;
    for (const one of placed) {
      const oddity = one.script === everyday ? oddityOf(count.everyday++) : null;
      const together = oddity === 'same instant' && before > world.registeredAt[one.user]!;
      const createdAt = together ? Math.min(before, one.createdAt) : one.createdAt;
      const purchase = newPurchase(world, { ...one, createdAt }, count.index, oddity, stories);
      purchase.firstItem = count.items;
      count.index += 1;
      count.items += purchase.basket.lines.length;
      before = createdAt;
      checkout.enter(purchase);
      waiting.push(purchase);
    }
    checkout.runUntil(world.plan.openedAt + (nth + 1) * day);
    const open = waiting.findIndex(({ finished }) => !finished);
    const ready = open === -1 ? waiting.length : open;
    yield* waiting.slice(0, ready);
    waiting = waiting.slice(ready);
  }
  checkout.runUntil(Infinity);
  yield* waiting;
}

const byTime = (a: Placed, b: Placed) => a.createdAt - b.createdAt || a.user - b.user;
