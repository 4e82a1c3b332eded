import type { Random } from '../random';
import { hour, minute, second } from '../time';
import type { Journey } from './notification';
import { paceOf } from './providers';
import { inTrouble, type Trouble } from './stories';

const never = Infinity;

/** Shares of all attempts on a channel that are lost, and how. */
interface Losses {
  readonly bounced: number;
  readonly timedOut: number;
  readonly invalid: number;
  readonly retried: number;
}

const losses: Readonly<Record<string, Losses>> = {
  email: { bounced: 0.009, timedOut: 0.003, invalid: 0, retried: 0.02 },
  sms: { bounced: 0, timedOut: 0.005, invalid: 0.04, retried: 0.03 },
  push: { bounced: 0, timedOut: 0.012, invalid: 0, retried: 0.02 },
  in_app: { bounced: 0, timedOut: 0.001, invalid: 0, retried: 0 },
  webhook: { bounced: 0, timedOut: 0.06, invalid: 0, retried: 0.14 },
};

/** Sends something off that was asked for at `createdAt`. */
export function journeyOf(
  random: Random,
  createdAt: number,
  channel: string,
  provider: string | null,
  troubles: readonly Trouble[],
): Journey {
  const { bounced, timedOut, invalid, retried } = losses[channel]!;
  const queuedAt = createdAt + 20 + random.below(400);
  const fate = random.next();
  // A provider that does not answer is asked three more times.
  const retries = fate < timedOut ? 3 : random.chance(retried) ? 1 + random.below(2) : 0;
  const handedAt = queuedAt + random.exponential(1.5 * second) + retries * (20 + random.below(60)) * second;
  const failureCode = fate < timedOut + invalid ? code(random, fate < timedOut) : null;
  const lost = { queuedAt, sentAt: never, deliveredAt: never, bouncedAt: never, failedAt: handedAt, retries };
  if (fate < timedOut) return { ...lost, failureCode };
  if (fate < timedOut + invalid)
    return { ...lost, sentAt: handedAt, failedAt: handedAt + second, failureCode };
  const taken = timeToDeliver(random, provider);
  const sent = { ...lost, sentAt: handedAt, failedAt: never, failureCode: null };
  if (fate < timedOut + invalid + bounced) {
    return { ...sent, bouncedAt: handedAt + taken, failureCode: random.chance(0.7) ? 'mailbox_full' : null };
  }
  const delay = inTrouble(troubles, provider, handedAt) ? 20 * minute + random.exponential(2.5 * hour) : 0;
  return { ...sent, deliveredAt: handedAt + taken + delay };
}

/** Some failures come without a code. */
const code = (random: Random, timedOut: boolean): string | null =>
  random.chance(0.05) ? null : timedOut ? 'provider_timeout' : 'invalid_number';

function timeToDeliver(random: Random, provider: string | null): number {
  const { median, spread, stuck } = paceOf(provider);
  const usual = median * Math.exp(spread * random.normal());
  return random.chance(stuck) ? usual + 10 * minute + random.exponential(90 * minute) : usual;
}
