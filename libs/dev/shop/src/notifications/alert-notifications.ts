import { mix, Random } from '../random';
import { day, dayOf, hour } from '../time';
import type { World } from '../world';
import type { Notification } from './notification';
import { notify } from './notify';
import { stream } from './streams';

const random = new Random();

/**
 * Alerts to the systems of enterprise users until `until`: now and then, and on the nights when the
 * clocks change where they are, so that some lie in the hour that comes twice.
 */
export function* alertNotifications(world: World, until: number): Generator<Notification> {
  for (let user = 0; user < world.count; user += 1) {
    const { tier, tierChange, quietFrom, registeredAt } = world.life(user);
    if (tier !== 'enterprise' && tierChange.to !== 'enterprise') continue;
    const from = tier === 'enterprise' ? registeredAt : tierChange.at;
    const to = Math.min(until, quietFrom, tier === 'enterprise' ? tierChange.at : Infinity);
    for (let number = dayOf(from); number <= dayOf(to) + 1; number += 1) {
      random.reseed(mix(world.plan.seed, stream.alerts, user, number));
      const changing = random.chance(0.5) && world.calendar.clocksChange(world.home[user]!, number);
      if (!changing && !random.chance(0.045)) continue;
      const midnight = world.calendar.midnight(world.home[user]!, number);
      const createdAt = midnight + (changing ? (0.5 + 3 * random.next()) * hour : random.below(day));
      if (createdAt < from || createdAt >= to) continue;
      yield notify(random, { user, type: 'system_alert', channel: 'webhook', createdAt }, []);
    }
  }
}
