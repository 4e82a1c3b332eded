import { orderLives } from '../orders/order-lives';
import type { World } from '../world';
import { accountNotifications } from './account-notifications';
import { alertNotifications } from './alert-notifications';
import type { Notification } from './notification';
import { orderNotifications } from './order-notifications';
import { promotions } from './promotions';
import { notificationStoriesOf } from './stories';

/**
 * Every notification that is created before `until`, when the shop is `days` days old, in the order of
 * creation, with all that will become of it. The world must be as if nobody had been erased: a
 * notification's position in this order, which its id is told by, stays as it is when the shop goes on.
 */
export function allNotifications(world: World, days: number, until: number): Notification[] {
  // What is created at the end may meet the trouble of the day after.
  const { troubles } = notificationStoriesOf(world.plan, days + 2);
  return [
    ...orderNotifications(world.plan.seed, orderLives(world, 0, days), until, troubles),
    ...accountNotifications(world, until, troubles),
    ...alertNotifications(world, until),
    ...promotions(world, days, until, troubles),
  ].sort((a, b) => a.createdAt - b.createdAt);
}
