import { hour } from '../time';
import type { Interest } from './reaction';
import type { Campaign } from './stories';

/** How those who get a send of a campaign take it. */
export interface Temper {
  readonly interest: Interest;
  /** Told of every notification in turn: whether its recipient unsubscribes, or reports it. */
  next(delivered: boolean): { readonly unsubscribes: boolean; readonly complains: boolean };
}

const usual: Interest = { open: 0.25, click: 0.16, after: 5 * hour };

/** The three sends of an annoying campaign: fewer and fewer look, more and more leave. */
const souring: readonly (Interest & { readonly leavesEvery: number; readonly complainsEvery: number })[] = [
  { open: 0.19, click: 0.1, after: 5 * hour, leavesEvery: 20, complainsEvery: 120 },
  { open: 0.13, click: 0.08, after: 6 * hour, leavesEvery: 15, complainsEvery: 70 },
  { open: 0.08, click: 0.06, after: 8 * hour, leavesEvery: 11, complainsEvery: 35 },
];

/**
 * Gives every send's temper. One in so many of the delivered leaves, counted and not drawn, so that the
 * rates are as meant in the smallest shop too; ordinary campaigns count on from each other.
 */
export function temperOf(): (campaign: Campaign, nth: number, channel: string) => Temper {
  const ordinary = counting(usual, 320, 145, 2600, 900);
  const tempers = new Map<string, Temper>();
  return (campaign, nth, channel) => {
    if (!campaign.annoying) return ordinary;
    const key = `${campaign.id} ${nth} ${channel}`;
    let temper = tempers.get(key);
    if (!temper) {
      const send = souring[nth]!;
      temper = counting(send, send.leavesEvery, 1, send.complainsEvery, 3);
      tempers.set(key, temper);
    }
    return temper;
  };
}

function counting(
  interest: Interest,
  leavesEvery: number,
  leavesFirst: number,
  complainsEvery: number,
  complainsFirst: number,
): Temper {
  let count = 0;
  return {
    interest,
    next: (delivered) => {
      if (!delivered) return { unsubscribes: false, complains: false };
      count += 1;
      return {
        unsubscribes: count % leavesEvery === leavesFirst,
        complains: count % complainsEvery === complainsFirst,
      };
    },
  };
}
