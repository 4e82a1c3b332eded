import { DAY_MICROS, dayText } from '../base/calendar';
import { groupBy, rate } from '../base/numbers';
import type { Row } from '../base/types';
import { UNKNOWN, type World } from '../base/world';
import { isWithin, maturityOf } from './periods';
import { sumOf } from './percentile';

/**
 * Grain: local day of authorized_at × currency × provider. `authorised_cents` = Σ amount_cents,
 * `captured_7d_cents` (captured_cents where captured_at is in [authorized_at, + 7 × 24 h)),
 * `capture_rate`, `maturity` (7 days).
 */
export function paymentCaptureDaily(world: World): Row[] {
  const authorised = world.facts.payments.flatMap((payment) => {
    const { authorizedAt } = payment;
    return authorizedAt === null
      ? []
      : [{ ...payment, authorizedAt, authorisedDay: world.calendar.dayOf(authorizedAt) }];
  });
  const groups = groupBy(authorised, (payment) => ({
    day: dayText(payment.authorisedDay),
    currency: payment.currency,
    provider: payment.provider ?? UNKNOWN,
  }));
  return groups.map(({ grain, items }) => {
    const inTime = items.filter((payment) =>
      isWithin(payment.capturedAt, payment.authorizedAt, 7 * DAY_MICROS),
    );
    const authorisedCents = sumOf(items, (payment) => payment.amountCents);
    const capturedCents = sumOf(inTime, (payment) => payment.capturedCents);
    return {
      ...grain,
      authorised_cents: authorisedCents,
      captured_7d_cents: capturedCents,
      capture_rate: rate(capturedCents, authorisedCents),
      maturity: maturityOf(world, items[0]!.authorisedDay, 7 * DAY_MICROS),
    };
  });
}
