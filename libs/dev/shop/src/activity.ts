import { decay } from './activity-scale';
import { weekdayOf, weekdayRhythm } from './calendar';
import { firstSession, sessionsOf, type ActivityEvent } from './sessions';
import { day, dayOf } from './time';
import type { World } from './world';

/** No event is reported later than this after it happened. */
const longestDelayDays = 11;

/**
 * The events whose rows reach the table in [from, to), in that order. Late events of earlier days are
 * among them, so that [a, b) and [b, c) one after the other are the same rows as [a, c). Holds the
 * events of about a fortnight's late ones and two days at a time.
 */
export function* activity(world: World, scale: number, from: number, to: number): Generator<ActivityEvent> {
  const waiting = new Map<number, ActivityEvent[]>();
  const first = Math.max(dayOf(from) - longestDelayDays, dayOf(world.plan.openedAt)) - 1;
  const last = dayOf(to) + 1;
  for (let dayNumber = first; dayNumber <= last; dayNumber += 1) {
    for (const event of eventsOfDay(world, scale, dayNumber)) {
      if (event.insertedAt < from || event.insertedAt >= to) continue;
      const bucket = dayOf(event.insertedAt);
      const events = waiting.get(bucket);
      if (events) events.push(event);
      else waiting.set(bucket, [event]);
    }
    // Local days to come begin 14 hours before their UTC day at the earliest: this one is complete.
    yield* take(waiting, dayNumber - 1);
  }
  for (const bucket of [...waiting.keys()].sort((a, b) => a - b)) yield* take(waiting, bucket);
}

function take(waiting: Map<number, ActivityEvent[]>, bucket: number): ActivityEvent[] {
  const events = waiting.get(bucket) ?? [];
  waiting.delete(bucket);
  return events.sort((a, b) => a.insertedAt - b.insertedAt);
}

/** What all users do on the same local date, whenever it begins where they live. */
function eventsOfDay(world: World, scale: number, dayNumber: number): ActivityEvent[] {
  const events: ActivityEvent[] = [];
  const rhythm = scale * weekdayRhythm[weekdayOf(dayNumber)]!;
  for (let user = 0; user < world.count; user += 1) {
    const registered = dayOf(world.registeredAt[user]!);
    if (registered > dayNumber + 1) break;
    if (world.erased[user] || world.quietFrom[user]! < (dayNumber - 1) * day) continue;
    if (registered === dayNumber) firstSession(world, user, events);
    const age = Math.max(0, dayNumber - registered);
    sessionsOf(world, user, dayNumber, rhythm * world.liveliness[user]! * decay(age), events);
  }
  return events;
}
