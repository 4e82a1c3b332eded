import { DAY_MICROS, dayText } from '../base/calendar';
import type { Payment } from '../base/facts';
import { average, groupBy, rate } from '../base/numbers';
import type { Row } from '../base/types';
import { UNKNOWN, type World } from '../base/world';
import { capturedCentsOf, countOutcome, outcomeOf } from './outcome';
import { percentile, sumOf } from './percentile';

/**
 * Grain: created day × currency × provider × payment_method × card_brand. `attempts` = `succeeded` +
 * `failed` + `cancelled` + `pending`; `pending_under_24h`; `amount_cents` of all attempts,
 * `captured_cents`; `success_rate` = succeeded/(attempts − pending_under_24h); processing times of
 * succeeded: negative ones count in the average only.
 */
export function paymentDaily(world: World): Row[] {
  const groups = groupBy(world.facts.payments, (payment) => ({
    day: dayText(payment.day),
    currency: payment.currency,
    provider: payment.provider ?? UNKNOWN,
    payment_method: payment.method ?? UNKNOWN,
    card_brand: payment.cardBrand ?? UNKNOWN,
  }));
  return groups.map(({ grain, items }) => ({ ...grain, ...attemptColumns(items, world.now) }));
}

function attemptColumns(payments: Payment[], now: number): Row {
  const isRecent = (payment: Payment): boolean => payment.createdAt + DAY_MICROS > now;
  const succeeded = countOutcome(payments, 'succeeded');
  const pendingUnder24h = countOutcome(payments.filter(isRecent), 'pending');
  return {
    attempts: payments.length,
    succeeded,
    failed: countOutcome(payments, 'failed'),
    cancelled: countOutcome(payments, 'cancelled'),
    pending: countOutcome(payments, 'pending'),
    pending_under_24h: pendingUnder24h,
    amount_cents: sumOf(payments, (payment) => payment.amountCents),
    captured_cents: sumOf(payments, capturedCentsOf),
    success_rate: rate(succeeded, payments.length - pendingUnder24h),
    ...processingColumns(payments.filter((payment) => outcomeOf(payment) === 'succeeded')),
  };
}

function processingColumns(succeeded: Payment[]): Row {
  const known = succeeded.map((payment) => payment.processingMs).filter((millis) => millis !== null);
  const durations = known.filter((millis) => millis >= 0);
  return {
    p50_processing_time_ms: percentile(durations, 0.5),
    p95_processing_time_ms: percentile(durations, 0.95),
    avg_processing_time_ms: average(known),
  };
}

/**
 * Grain: created day × provider × payment_method × failure_code. `failures`: failed payments; `share` of
 * all failures of that day.
 */
export function paymentFailuresDaily(world: World): Row[] {
  const failed = world.facts.payments.filter((payment) => outcomeOf(payment) === 'failed');
  const ofDay = groupBy(failed, (payment) => ({ day: dayText(payment.day) }));
  return ofDay.flatMap(({ grain: day, items: failures }) =>
    groupBy(failures, (payment) => ({
      ...day,
      provider: payment.provider ?? UNKNOWN,
      payment_method: payment.method ?? UNKNOWN,
      failure_code: payment.failureCode ?? UNKNOWN,
    })).map(({ grain, items }) => ({
      ...grain,
      failures: items.length,
      share: rate(items.length, failures.length),
    })),
  );
}
