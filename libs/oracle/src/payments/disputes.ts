import { DAY_MICROS, dayText } from '../base/calendar';
import { groupBy, rate } from '../base/numbers';
import type { Row } from '../base/types';
import { UNKNOWN, type World } from '../base/world';
import { capturedCohorts } from './captured';
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
 * Grain: captured day × currency. `captured` payments, `disputed` of them with a dispute opened by now,
 * `dispute_rate`, `maturity` (120 days). Where the source has no disputes, NULL: it cannot tell.
 */
export function disputeCohortDaily(world: World): Row[] {
  const { disputes } = world.facts;
  const opened = (disputes ?? []).filter((dispute) => dispute.openedAt !== null);
  const disputedIds = new Set(opened.map((dispute) => dispute.paymentId));
  return capturedCohorts(world).map(({ grain, day, payments }) => {
    const disputed =
      disputes === null ? null : payments.filter((payment) => disputedIds.has(payment.id)).length;
    return {
      ...grain,
      captured: payments.length,
      disputed,
      dispute_rate: rate(disputed, payments.length),
      maturity: maturityOf(world, day, 120 * DAY_MICROS),
    };
  });
}
