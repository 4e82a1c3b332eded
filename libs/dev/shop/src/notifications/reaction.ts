import type { Random } from '../random';
import { hour, second } from '../time';
import type { Journey, Reaction } from './notification';

/** How likely a delivered notification is opened, and an opened one clicked. */
export interface Interest {
  readonly open: number;
  readonly click: number;
  /** Mean time from the delivery to the open. */
  readonly after: number;
}

export const noReaction: Reaction = {
  openedAt: Infinity,
  clickedAt: Infinity,
  unsubscribedAt: Infinity,
  complainedAt: Infinity,
};

const interests: Readonly<Record<string, Interest>> = {
  email: { open: 0.52, click: 0.2, after: 4 * hour },
  push: { open: 0.22, click: 0.5, after: hour },
  in_app: { open: 0.6, click: 0.3, after: 20 * hour },
};
const none: Interest = { open: 0, click: 0, after: hour };

/** How people take what is about their own order or account. */
export const usualInterest = (channel: string): Interest => interests[channel] ?? none;

/** What the recipient does with something that was delivered. */
export function reactionOf(random: Random, { deliveredAt }: Journey, interest: Interest): Reaction {
  if (!random.chance(interest.open)) return noReaction;
  // One in six comes upon it only days or weeks later.
  const after = random.chance(0.16) ? 30 * interest.after : interest.after;
  const openedAt = deliveredAt + 2 * second + random.exponential(after);
  const clicks = random.chance(interest.click);
  return {
    ...noReaction,
    openedAt,
    clickedAt: clicks ? openedAt + random.exponential(30 * second) : Infinity,
  };
}
