import type { Span, Stories } from '../../stories';
import { day, hour as anHour, minute } from '../../time';
import type { World } from '../../world';
import { coffee } from '../catalogue';
import { choose } from '../choose';
import type { StoryOrder } from '../story-order';

/** An hour (since 1970) of a provider in which nothing is declined. */
export interface CalmHour {
  readonly provider: string;
  readonly hour: number;
}

/** The zones in which the same hour of earlier weeks is another one once the clocks have changed. */
const zones = ['UTC', 'America/New_York', 'Europe/Berlin'].map(
  (timeZone) => new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }),
);

/** The hours of the eight weeks before that the hours of an outage or of tried cards are compared with. */
export function calmHours(openedAt: number, stories: Stories): CalmHour[] {
  const found = new Map<string, CalmHour>();
  for (const story of [...stories.outages, ...stories.cardTests]) {
    for (let at = story.from; at < story.until; at += anHour) {
      for (let week = 8; week >= 1; week -= 1) {
        for (const before of sameHours(at, at - week * 7 * day)) {
          const calm = { provider: story.provider, hour: before / anHour };
          if (before >= openedAt) found.set(`${calm.provider} ${calm.hour}`, calm);
        }
      }
    }
  }
  return [...found.values()].sort((a, b) => a.hour - b.hour);
}

/** The hours around `before` that in some zone show the same hour of the clock as `at`. */
function sameHours(at: number, before: number): number[] {
  const candidates = [before - anHour, before, before + anHour];
  return candidates.filter((candidate) => zones.some((zone) => zone.format(candidate) === zone.format(at)));
}

/** In each of the calm hours somebody pays for coffee, so that there is something to compare with. */
export function* calmOrders(world: World, calm: readonly CalmHour[], end: number): Generator<StoryOrder> {
  for (const { provider, hour } of calm) {
    const span: Span = { from: hour * anHour, until: (hour + 1) * anHour };
    if (span.from >= end) return;
    const user = choose(world, { ...span, lot: hour });
    if (user === undefined) continue;
    const createdAt = span.from + (5 + (hour % 40)) * minute;
    yield { user, createdAt, script: { wanted: [{ product: coffee, quantity: 1 }], provider } };
  }
}
