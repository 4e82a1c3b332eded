import { mix } from '../random';
import { day, hour } from '../time';
import { stream } from './streams';

/** The numbers of a shop that its stories are placed by. */
interface Beginning {
  readonly seed: number;
  readonly openedAt: number;
}

/** A provider delivers hours late; [from, to) in milliseconds. */
export interface Trouble {
  readonly provider: string;
  /** The day of the shop, from 0. */
  readonly day: number;
  readonly from: number;
  readonly to: number;
}

/** A campaign's sends, the days being the shop's. */
export interface Campaign {
  readonly id: number;
  readonly days: readonly number[];
  /** It annoys: sent again and again within days, to many and on several channels. */
  readonly annoying: boolean;
}

export interface NotificationStories {
  readonly troubles: readonly Trouble[];
  readonly annoying: readonly Campaign[];
}

/** What an analyst finds in the notifications of a shop's first `days` days; later days move nothing. */
export function notificationStoriesOf(plan: Beginning, days: number): NotificationStories {
  return { troubles: troublesOf(plan, days), annoying: annoyingOf(plan, days) };
}

/** All campaigns that begin in the shop's first `days` days: one a fortnight, and the annoying ones. */
export function campaignsOf(plan: Beginning, days: number): Campaign[] {
  // One fortnight more, so that a campaign makes room for an annoying one whose day is still to come.
  const annoying = annoyingOf(plan, days + 14);
  const regular = upTo(days, 9, 14, (nth) => mix(plan.seed, stream.campaigns, nth, 0) % 3)
    .filter((start) => annoying.every((other) => Math.abs(other.days[0]! - start) > 8))
    .map((start) => ({ id: 1000 + start, days: [start], annoying: false }));
  return [...regular, ...annoying.filter(({ days: [first] }) => first! < days)].sort((a, b) => a.id - b.id);
}

const annoyingOf = (plan: Beginning, days: number): Campaign[] =>
  upTo(days, 98, 120, (nth) => mix(plan.seed, stream.campaigns, nth, 1) % 5).map((start) => ({
    id: 1000 + start,
    days: [start, start + 2, start + 4],
    annoying: true,
  }));

/** Thirty hours, so that the local day is troubled as a whole in Europe and in America. */
const troublesOf = ({ seed, openedAt }: Beginning, days: number): Trouble[] =>
  upTo(days, 64, 45, (nth) => mix(seed, stream.troubles, nth, 0) % 6).map((start) => ({
    provider: 'sendgrid',
    day: start,
    from: openedAt + start * day,
    to: openedAt + start * day + 30 * hour,
  }));

export const inTrouble = (troubles: readonly Trouble[], provider: string | null, at: number): boolean =>
  troubles.some((trouble) => trouble.provider === provider && at >= trouble.from && at < trouble.to);

/** The days first, first + every, … below `days`, each moved on by its jitter. */
function upTo(days: number, first: number, every: number, jitter: (nth: number) => number): number[] {
  const found: number[] = [];
  for (let nth = 0; first + nth * every < days; nth += 1) found.push(first + nth * every + jitter(nth));
  return found.filter((start) => start < days);
}
