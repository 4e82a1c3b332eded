import type { Day } from '../base/calendar';
import type { Payment } from '../base/facts';
import { groupBy, median } from '../base/numbers';
import type { Row } from '../base/types';
import { UNKNOWN, type World } from '../base/world';
import { AmountHistory } from './amounts';
import { HourClock } from './clock';
import { countOutcome } from './outcome';

/** An hour of a provider with at least one attempt. */
interface Hour {
  start: number;
  day: Day;
  clockHour: number;
  provider: string;
  attempts: Payment[];
  declines: number;
  declineRate: number;
}

/** Fractions of small counts are no closer than this unless they are equal: equal is not over. */
const ROUNDING = 1e-12;

/**
 * Grain: clock hour × provider. "Hours with ≥5 attempts and ≥4 earlier weeks of data whose decline rate
 * is over median + 3 MAD (unscaled) of the same hour of week in the trailing 8 weeks: `attempts`,
 * `declines`, `decline_rate`, `baseline_median`, `baseline_mad`, `distinct_cards`, `low_amount_share`
 * (under the currency's trailing 28-day p10); `severity` `high` from 0.5 on, else `medium`."
 */
export function paymentFraudAlerts(world: World): Row[] {
  const p10 = new AmountHistory(world.facts.payments, 0.1);
  const hours = providerHours(world);
  const hoursAt = new Map<string, Hour[]>();
  for (const hour of hours) {
    const key = weekHourKey(hour, hour.day);
    hoursAt.set(key, [...(hoursAt.get(key) ?? []), hour]);
  }
  return hours.flatMap((hour) => {
    const baseline = baselineOf(hour, hoursAt);
    const isOver = baseline !== null && hour.declineRate > baseline.median + 3 * baseline.mad + ROUNDING;
    return hour.attempts.length >= 5 && isOver ? [alertRow(hour, baseline, p10)] : [];
  });
}

function providerHours(world: World): Hour[] {
  const clock = new HourClock(world.input.zone);
  const groups = groupBy(world.facts.payments, (payment) => ({
    start: clock.hourStart(payment.createdAt),
    provider: payment.provider ?? UNKNOWN,
  }));
  return groups.map(({ grain, items }): Hour => {
    const start = Number(grain.start);
    const declines = countOutcome(items, 'failed');
    return {
      start,
      day: world.calendar.dayOf(start),
      clockHour: clock.hourOf(start),
      provider: String(grain.provider),
      attempts: items,
      declines,
      declineRate: declines / items.length,
    };
  });
}

const weekHourKey = ({ provider, clockHour }: Hour, day: Day): string => `${day} ${clockHour} ${provider}`;

interface Baseline {
  median: number;
  mad: number;
}

/**
 * Of the same provider's hours with the same hour of the clock 7, 14 … 56 local days before; null with
 * fewer than 4 such days.
 */
function baselineOf(hour: Hour, hoursAt: Map<string, Hour[]>): Baseline | null {
  const earlier: Hour[] = [];
  for (let week = 1; week <= 8; week += 1) {
    earlier.push(...(hoursAt.get(weekHourKey(hour, hour.day - 7 * week)) ?? []));
  }
  if (new Set(earlier.map(({ day }) => day)).size < 4) return null;
  const rates = earlier.map(({ declineRate }) => declineRate);
  const middle = median(rates)!;
  return { median: middle, mad: median(rates.map((value) => Math.abs(value - middle)))! };
}

function alertRow(hour: Hour, baseline: Baseline, p10: AmountHistory): Row {
  const { attempts, declines, declineRate } = hour;
  const lowAmounts = attempts.filter(({ currency, amountCents }) => {
    const low = p10.before(hour.day, currency);
    return low !== null && amountCents < low;
  });
  const cards = new Set(attempts.map((payment) => payment.card).filter((card) => card !== null));
  return {
    hour: String(hour.start),
    provider: hour.provider,
    attempts: attempts.length,
    declines,
    decline_rate: declineRate,
    baseline_median: baseline.median,
    baseline_mad: baseline.mad,
    distinct_cards: cards.size,
    low_amount_share: lowAmounts.length / attempts.length,
    severity: declineRate >= 0.5 ? 'high' : 'medium',
  };
}
