import type { Stories } from '../../stories';
import { hour, minute } from '../../time';
import type { World } from '../../world';
import { anyWanted } from '../basket';
import { choose, chooseNewest } from '../choose';
import { mix, purpose, Random } from '../../random';
import type { StoryOrder } from '../story-order';

const mostCustomersAnHour = 5;

/** Customers of a provider that is out of order: they try again at once, twice in vain, and once more later. */
export function* outageOrders(world: World, { outages }: Stories, end: number): Generator<StoryOrder> {
  const random = new Random();
  for (const { from, until, provider } of outages) {
    if (from >= end) return;
    const whom = { from, until: until + 24 * hour, anyCurrency: true };
    // Nobody in two hours running: there would be too many attempts on one card. So few customers share out.
    const there = chooseNewest(world, whom, 2 * mostCustomersAnHour).length;
    const customersAnHour = Math.min(mostCustomersAnHour, Math.floor(there / 2));
    let before = new Set<number>();
    for (let at = from; at < until; at += hour) {
      const taken = new Set(before);
      before = new Set();
      for (let one = 0; one < customersAnHour; one += 1) {
        const user = choose(world, { ...whom, lot: 20_000 + one, taken });
        if (user === undefined) continue;
        taken.add(user);
        before.add(user);
        random.reseed(mix(world.plan.seed, purpose.stories, one, at / hour));
        const createdAt = at + Math.floor((1 + 7 * one + 4 * random.next()) * minute);
        yield { user, createdAt, script: { wanted: anyWanted(random), provider, insistent: true } };
      }
    }
  }
}
