import { DAY_MICROS, dayText } from '../base/calendar';
import type { Refund } from '../base/facts';
import { groupBy, rate } from '../base/numbers';
import type { Row } from '../base/types';
import { UNKNOWN, type World } from '../base/world';
import { capturedCohorts, type Captured } from './captured';
import { isWithin, maturityOf } from './periods';
import { sumOf } from './percentile';

/**
 * Grain: processed day × currency × reason. Completed refunds: `refunds`, `amount_cents`;
 * `fraudulent_rate` = fraudulent refunds/refunds of the day × currency, repeated on its rows.
 */
export function refundDaily(world: World): Row[] {
  const completed = world.facts.refunds.filter((refund) => refund.completedAt !== null);
  const ofDay = groupBy(completed, (refund) => ({
    day: dayText(world.calendar.dayOf(refund.completedAt!)),
    currency: refund.currency,
  }));
  return ofDay.flatMap(({ grain: dayAndCurrency, items: refunds }) => {
    const fraudulent = refunds.filter((refund) => refund.reason === 'fraudulent');
    return groupBy(refunds, (refund) => ({ ...dayAndCurrency, reason: refund.reason ?? UNKNOWN })).map(
      ({ grain, items }) => ({
        ...grain,
        refunds: items.length,
        amount_cents: sumOf(items, (refund) => refund.amountCents),
        fraudulent_rate: rate(fraudulent.length, refunds.length),
      }),
    );
  });
}

/**
 * Grain: captured day × currency. `captured_cents`; `refunded_30d_cents`, `refunded_90d_cents`: their
 * refunds completed in [captured_at, + N × 24 h); their rates over captured_cents; `maturity` (90 days).
 */
export function refundCohortDaily(world: World): Row[] {
  const refundsOf = completedByPayment(world);
  const refundedWithin = (payment: Captured, days: number): number => {
    const refunds = (refundsOf.get(payment.id) ?? []).filter((refund) =>
      isWithin(refund.completedAt, payment.capturedAt, days * DAY_MICROS),
    );
    return sumOf(refunds, (refund) => refund.amountCents);
  };
  return capturedCohorts(world).map(({ grain, day, payments }) => {
    const captured = sumOf(payments, (payment) => payment.capturedCents);
    const refunded30d = sumOf(payments, (payment) => refundedWithin(payment, 30));
    const refunded90d = sumOf(payments, (payment) => refundedWithin(payment, 90));
    return {
      ...grain,
      captured_cents: captured,
      refunded_30d_cents: refunded30d,
      refunded_90d_cents: refunded90d,
      refunded_30d_rate: rate(refunded30d, captured),
      refunded_90d_rate: rate(refunded90d, captured),
      maturity: maturityOf(world, day, 90 * DAY_MICROS),
    };
  });
}

function completedByPayment(world: World): Map<string, Refund[]> {
  const refundsOf = new Map<string, Refund[]>();
  for (const refund of world.facts.refunds) {
    if (refund.completedAt === null) continue;
    refundsOf.set(refund.paymentId, [...(refundsOf.get(refund.paymentId) ?? []), refund]);
  }
  return refundsOf;
}
