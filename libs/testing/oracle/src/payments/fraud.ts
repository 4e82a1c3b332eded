import { DAY_MICROS, dayText, daysBetween, type Day } from '../base/calendar';
import type { Payment } from '../base/facts';
import { rate } from '../base/numbers';
import type { Row } from '../base/types';
import { UNKNOWN, type World } from '../base/world';
import { AmountHistory } from './amounts';
import { HOUR_MICROS } from './periods';
import { ownersOverLimit } from './windows';

const byCard = (payment: Payment): string | null => payment.card;
const byUser = (payment: Payment): string | null => payment.userId;
const byItself = (payment: Payment): string | null => payment.id;

/**
 * Grain: day, dense to the last complete one, and the running one where it has an attempt. "Windows are elapsed and end at an attempt in D": `velocity_cards` ≥5 attempts
 * within an hour; `multi_card_users` ≥3 card tokens within 24 h; `multi_user_cards` ≥3 users on one card
 * token within 7 days. `attempts`, `cards`, `paying_users` with an attempt in D; `country_mismatch`
 * attempts (both known, card country ≠ user country at the end of D); `high_amount` attempts (strictly
 * over the currency's p99 of days −28…−1; none without history). Rates over cards, paying users, attempts.
 */
export function paymentFraudDaily(world: World): Row[] {
  const { payments } = world.facts;
  if (payments.length === 0) return [];
  const flags = {
    velocityCards: ownersOverLimit(payments, {
      ...{ ownerOf: byCard, keyOf: byItself, window: HOUR_MICROS, atLeast: 5 },
    }),
    multiCardUsers: ownersOverLimit(payments, {
      ...{ ownerOf: byUser, keyOf: byCard, window: DAY_MICROS, atLeast: 3 },
    }),
    multiUserCards: ownersOverLimit(payments, {
      ...{ ownerOf: byCard, keyOf: byUser, window: 7 * DAY_MICROS, atLeast: 3 },
    }),
    p99: new AmountHistory(payments, 0.99),
  };
  const attemptsOn = new Map<Day, Payment[]>();
  for (const payment of payments) {
    const attempts = attemptsOn.get(payment.day);
    if (attempts === undefined) attemptsOn.set(payment.day, [payment]);
    else attempts.push(payment);
  }
  const days = [...attemptsOn.keys()].sort((a, b) => a - b);
  return daysBetween(days[0]!, Math.max(days[days.length - 1]!, world.today - 1)).map((day) =>
    fraudRow(world, day, attemptsOn.get(day) ?? [], flags),
  );
}

interface Flags {
  velocityCards: Map<Day, number>;
  multiCardUsers: Map<Day, number>;
  multiUserCards: Map<Day, number>;
  p99: AmountHistory;
}

function fraudRow(world: World, day: Day, attempts: Payment[], flags: Flags): Row {
  const cards = new Set(attempts.map(byCard).filter((card) => card !== null)).size;
  const payingUsers = new Set(attempts.map(byUser)).size;
  const velocityCards = flags.velocityCards.get(day) ?? 0;
  const multiCardUsers = flags.multiCardUsers.get(day) ?? 0;
  const multiUserCards = flags.multiUserCards.get(day) ?? 0;
  const mismatches = attempts.filter((payment) => isCountryMismatch(world, payment)).length;
  const highAmounts = attempts.filter(({ currency, amountCents }) => {
    const p99 = flags.p99.before(day, currency);
    return p99 !== null && amountCents > p99;
  }).length;
  return {
    day: dayText(day),
    attempts: attempts.length,
    cards,
    velocity_cards: velocityCards,
    paying_users: payingUsers,
    multi_card_users: multiCardUsers,
    multi_user_cards: multiUserCards,
    country_mismatch: mismatches,
    high_amount: highAmounts,
    velocity_card_rate: rate(velocityCards, cards),
    multi_card_user_rate: rate(multiCardUsers, payingUsers),
    multi_user_card_rate: rate(multiUserCards, cards),
    country_mismatch_rate: rate(mismatches, attempts.length),
    high_amount_rate: rate(highAmounts, attempts.length),
  };
}

/** The country of a user that is not there is unknown. */
function isCountryMismatch(world: World, { userId, cardCountry, day }: Payment): boolean {
  const user = world.userById.get(userId);
  if (user === undefined || cardCountry === null) return false;
  const { country } = world.attributesAt(user, world.calendar.end(day));
  return country !== UNKNOWN && country !== cardCountry;
}
