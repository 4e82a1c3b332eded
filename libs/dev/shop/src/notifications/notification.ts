/** The way a notification takes to its recipient; Infinity: never. */
export interface Journey {
  readonly queuedAt: number;
  readonly sentAt: number;
  readonly deliveredAt: number;
  readonly bouncedAt: number;
  readonly failedAt: number;
  readonly failureCode: string | null;
  readonly retries: number;
}

/** What the recipient does with it; Infinity: never. */
export interface Reaction {
  readonly openedAt: number;
  readonly clickedAt: number;
  readonly unsubscribedAt: number;
  readonly complainedAt: number;
}

/** All that will ever happen to one notification. */
export interface Notification extends Journey, Reaction {
  /** Position in the World. */
  readonly user: number;
  readonly type: string;
  readonly channel: string;
  /** Index of the order it is about; -1: none. */
  readonly order: number;
  /** 0: none. */
  readonly campaign: number;
  readonly template: string | null;
  readonly provider: string | null;
  readonly createdAt: number;
}

/** The instants after its creation at which its row changes. */
const changes = (one: Notification): number[] => [
  one.queuedAt,
  one.sentAt,
  one.deliveredAt,
  one.openedAt,
  one.clickedAt,
  one.bouncedAt,
  one.failedAt,
  one.unsubscribedAt,
  one.complainedAt,
];

/** When the row last changed before `until`. */
export function lastChange(one: Notification, until: number): number {
  return changes(one).reduce((latest, at) => (at < until ? Math.max(latest, at) : latest), one.createdAt);
}

/** Whether the row is another at `until` than it was at `from`. */
export const changesBetween = (one: Notification, from: number, until: number): boolean =>
  changes(one).some((at) => at >= from && at < until);

/** The furthest it has come before `until`; a complaint does not show in it. */
export function statusAt(one: Notification, until: number): string {
  if (one.unsubscribedAt < until) return 'unsubscribed';
  if (one.clickedAt < until) return 'clicked';
  if (one.openedAt < until) return 'opened';
  if (one.bouncedAt < until) return 'bounced';
  if (one.failedAt < until) return 'failed';
  if (one.deliveredAt < until) return 'delivered';
  if (one.sentAt < until) return 'sent';
  return one.queuedAt < until ? 'queued' : 'pending';
}
