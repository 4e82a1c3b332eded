import { dayText } from '../base/calendar';
import { average, groupBy } from '../base/numbers';
import type { Row } from '../base/types';
import { UNKNOWN, type World } from '../base/world';
import { oldWord } from '../legacy/words';
import { majorUnits, percent } from './numbers';

/**
 * Grain: payment_date × payment_method. Success and failure by the old word of the status; the mean time
 * from creation to capture, else failure, of attempts with either.
 */
export function paymentAnalytics(world: World): Row[] {
  const groups = groupBy(world.facts.payments, (payment) => ({
    payment_date: dayText(payment.day),
    payment_method: payment.method ?? UNKNOWN,
  }));
  return groups.map(({ grain, items }) => {
    const ended = items.filter(({ capturedAt, failedAt }) => (capturedAt ?? failedAt) !== null);
    const micros = average(
      ended.map(({ capturedAt, failedAt, createdAt }) => (capturedAt ?? failedAt)! - createdAt),
    );
    const withWord = (word: string) =>
      items.filter(({ status }) => oldWord('payment', status) === word).length;
    return {
      ...grain,
      transaction_count: items.length,
      total_amount: majorUnits(items.map(({ currency, amountCents }) => ({ currency, cents: amountCents }))),
      successful_count: withWord('success'),
      failed_count: withWord('failed'),
      success_rate: percent(withWord('success'), items.length),
      avg_processing_time_ms: micros === null ? null : micros / 1000,
    };
  });
}
