import { mix, purpose } from '../random';
import { storiesOf, type Stories } from '../stories';
import { day } from '../time';
import type { World } from '../world';
import { abuseOrders } from './stories/abuse';
import { calmHours, calmOrders } from './stories/calm';
import { cardTestOrders } from './stories/card-tests';
import { outageOrders } from './stories/outages';
import { saleOrders } from './stories/sales';
import { stolenCardOrders } from './stories/stolen-cards';
import { takeOffOrders } from './stories/take-offs';
import type { Placed } from './purchase';

/** Stories of this long after need something now. */
const lookAhead = 63;

/** What the stories add to a shop's first `days` days: their orders by day, and hours without declines. */
export function storyOrders(
  world: World,
  days: number,
): { stories: Stories; placed: Map<number, Placed[]>; calm: ReadonlySet<string> } {
  const { openedAt, seed } = world.plan;
  const stories = storiesOf(world.plan, days + lookAhead);
  const end = openedAt + days * day;
  const calm = calmHours(openedAt, stories);
  const placed = new Map<number, Placed[]>();
  const teller = [takeOffOrders, outageOrders, cardTestOrders, stolenCardOrders, abuseOrders, saleOrders];
  const told = teller.map((tell) => tell(world, stories, end));
  [calmOrders(world, calm, end), ...told].forEach((orders, story) => {
    let nth = 0;
    for (const order of orders) {
      nth += 1;
      const dayOfShop = Math.floor((order.createdAt - openedAt) / day);
      if (order.createdAt >= end || dayOfShop < 0) continue;
      const key = mix(seed, purpose.stories, 1000 + story, nth);
      const ofDay = placed.get(dayOfShop);
      if (ofDay) ofDay.push({ ...order, key });
      else placed.set(dayOfShop, [{ ...order, key }]);
    }
  });
  return { stories, placed, calm: new Set(calm.map(({ provider, hour }) => `${provider} ${hour}`)) };
}
