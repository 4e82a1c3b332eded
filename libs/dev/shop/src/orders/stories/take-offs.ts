import { mix, purpose } from '../../random';
import type { Stories } from '../../stories';
import { day, minute } from '../../time';
import type { World } from '../../world';
import { risingProduct } from '../catalogue';
import { choose } from '../choose';
import type { StoryOrder } from '../story-order';

/** Orders of a product that hardly anybody wants, until everybody does. */
export function* takeOffOrders(world: World, { takeOffs }: Stories, end: number): Generator<StoryOrder> {
  for (const { nth, from, weeklyOrders } of takeOffs) {
    const wanted = [{ product: risingProduct(nth), quantity: 1 }];
    for (const [week, orders] of weeklyOrders.entries()) {
      for (let one = 0; one < orders; one += 1) {
        const lot = 10_000 + week * 100 + one;
        // Evenly over the week, so that trailing weeks show it.
        const chance = mix(world.plan.seed, purpose.stories, lot, nth) / 2 ** 32;
        const createdAt = Math.floor(from + (week * 7 + ((one + chance) * 7) / orders) * day);
        const user =
          createdAt < end
            ? choose(world, { from: createdAt, until: createdAt + 5 * minute, lot })
            : undefined;
        if (user !== undefined) yield { user, createdAt, script: { wanted } };
      }
    }
  }
}
