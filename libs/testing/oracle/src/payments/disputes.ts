import { DAY_MICROS, dayText } from '../base/calendar';
import { groupBy, rate } from '../base/numbers';
import type { Row } from '../base/types';
import { UNKNOWN, type World } from '../base/world';
import { capturedCohorts, type Captured } from './captured';
import { maturityOf } from './periods';
import { sumOf } from './percentile';

/**
 * Grain: opened day × currency × reason. `disputes`, `amount_cents`; `won`, `lost` by the status loaded
 * now. No rows where the source has no disputes.
 */
export function disputeDaily(world: World): Row[] {
  const opened = (world.facts.disputes ?? []).filter((dispute) => dispute.openedAt !== null);
  const groups = groupBy(opened, (dispute) => ({
    day: dayText(world.calendar.dayOf(dispute.openedAt!)),
    currency: dispute.currency,
    reason: dispute.reason ?? UNKNOWN,
  }));
  return groups.map(({ grain, items }) => ({
    ...grain,
    disputes: items.length,
    amount_cents: sumOf(items, (dispute) => dispute.amountCents),
    won: items.filter((dispute) => dispute.status === 'won').length,
    lost: items.filter((dispute) => dispute.status === 'lost').length,
  }));
}

/**
 * Grain: captured day × currency. `captured` payments, `disputed` of them: "a dispute opened before
 * captured_at + 120 × 24 h (one opened before the capture counts)"; `dispute_rate`, `maturity` (120 days). Where the source has no disputes, NULL: it cannot tell.
 */
export function disputeCohortDaily(world: World): Row[] {
  const { disputes } = world.facts;
  const firstOpened = new Map<string, number>();
  for (const { paymentId, openedAt } of disputes ?? []) {
    if (openedAt !== null)
      firstOpened.set(paymentId, Math.min(openedAt, firstOpened.get(paymentId) ?? Infinity));
  }
  const isDisputed = ({ id, capturedAt }: Captured): boolean =>
    (firstOpened.get(id) ?? Infinity) < capturedAt + 120 * DAY_MICROS;
  return capturedCohorts(world).map(({ grain, day, payments }) => {
    const disputed = disputes === null ? null : payments.filter(isDisputed).length;
    return {
      ...grain,
      captured: payments.length,
      disputed,
      dispute_rate: rate(disputed, payments.length),
      maturity: maturityOf(world, day, 120 * DAY_MICROS),
    };
  });
}
