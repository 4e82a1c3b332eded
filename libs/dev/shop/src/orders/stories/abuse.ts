import { mix, purpose, Random } from '../../random';
import type { Stories } from '../../stories';
import { day, hour } from '../../time';
import type { World } from '../../world';
import { anyWanted } from '../basket';
import { choose } from '../choose';
import type { StoryOrder } from '../story-order';

const orders = 10;

/** A user who buys every five days, and never gets anything, as the user says. */
export function* abuseOrders(world: World, { refundAbuses }: Stories, end: number): Generator<StoryOrder> {
  const random = new Random();
  for (const { from, until } of refundAbuses) {
    if (from >= end) return;
    const user = choose(world, { from, until: until + 10 * day, lot: 40_000 });
    if (user === undefined) continue;
    for (let nth = 0; nth < orders; nth += 1) {
      random.reseed(mix(world.plan.seed, purpose.stories, 40_000 + nth, user));
      const createdAt = Math.floor(from + nth * 5 * day + (2 + 20 * random.next()) * hour);
      yield { user, createdAt, script: { wanted: anyWanted(random), ending: 'abuse' } };
    }
  }
}
