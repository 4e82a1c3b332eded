import { mix, purpose, Random } from '../../random';
import type { Stories } from '../../stories';
import { day, minute } from '../../time';
import type { World } from '../../world';
import { anyWanted } from '../basket';
import { choose } from '../choose';
import type { StoryOrder } from '../story-order';

const bargainsADay = 2;

/** What small shops sell in a sale besides; in large ones the usual customers' appetite tells it alone. */
export function* saleOrders(world: World, { sales }: Stories, end: number): Generator<StoryOrder> {
  const random = new Random();
  for (const { from, until } of sales) {
    for (let nth = 0; from + (nth * day) / bargainsADay < Math.min(until, end); nth += 1) {
      random.reseed(mix(world.plan.seed, purpose.stories, 50_000 + nth, Math.floor(from / day)));
      const createdAt = Math.floor(from + ((nth + random.next()) * day) / bargainsADay);
      const gone = createdAt + 5 * minute;
      const lot = 50_000 + nth;
      const user =
        createdAt < end ? choose(world, { from: createdAt, until: gone, lot, anyCurrency: true }) : undefined;
      if (user !== undefined) yield { user, createdAt, script: { wanted: anyWanted(random) } };
    }
  }
}
