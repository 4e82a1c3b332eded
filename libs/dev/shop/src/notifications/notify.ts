import type { Random } from '../random';
import { journeyOf } from './journey';
import type { Notification } from './notification';
import { providerOf } from './providers';
import { reactionOf, usualInterest } from './reaction';
import type { Trouble } from './stories';

/** What a notification is about, before it is sent. */
export interface Occasion {
  readonly user: number;
  readonly type: string;
  readonly channel: string;
  readonly createdAt: number;
  /** Index of an order. */
  readonly order?: number;
}

/** All that becomes of a notification that people take as usual; draws from `random` as it was left. */
export function notify(random: Random, occasion: Occasion, troubles: readonly Trouble[]): Notification {
  const { type, channel, createdAt } = occasion;
  const provider = providerOf(channel, type, random);
  const template = templateOf(random, type);
  const journey = journeyOf(random, createdAt, channel, provider, troubles);
  const reaction = reactionOf(random, journey, usualInterest(channel));
  // Some providers forget to report the delivery of what is then opened.
  const unreported = reaction.openedAt < Infinity && random.chance(0.01);
  return {
    order: -1,
    campaign: 0,
    ...occasion,
    provider: random.chance(0.007) ? null : provider,
    template,
    ...journey,
    ...reaction,
    ...(unreported ? { deliveredAt: Infinity } : {}),
  };
}

/** A few are written by hand. */
export const templateOf = (random: Random, type: string): string | null =>
  random.chance(0.012) ? null : type.replaceAll('_', '-');
