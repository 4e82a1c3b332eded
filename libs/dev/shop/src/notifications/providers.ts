import type { Random } from '../random';
import { second } from '../time';

/** How long a provider takes to deliver: log-normal, and now and then far longer. */
export interface Pace {
  readonly median: number;
  readonly spread: number;
  /** Share of deliveries that are stuck for a while. */
  readonly stuck: number;
}

const paces: Readonly<Record<string, Pace>> = {
  sendgrid: { median: 24 * second, spread: 0.9, stuck: 0.014 },
  ses: { median: 9 * second, spread: 0.7, stuck: 0.008 },
  twilio: { median: 4 * second, spread: 0.8, stuck: 0.006 },
};
/** What the shop delivers itself. */
const own: Pace = { median: 0.3 * second, spread: 0.5, stuck: 0 };

export const paceOf = (provider: string | null): Pace => (provider && paces[provider]) || own;

/** Who delivers; null: the shop itself. Nearly all confirmations go through one provider. */
export function providerOf(channel: string, type: string, random: Random): string | null {
  const kind = random.next();
  if (channel === 'email') return kind < (type === 'order_confirmation' ? 0.88 : 0.5) ? 'sendgrid' : 'ses';
  return channel === 'sms' || channel === 'push' ? 'twilio' : null;
}
