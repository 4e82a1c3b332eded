import type { Day } from '../base/calendar';
import type { Payment } from '../base/facts';

type KeyOf = (payment: Payment) => string | null;

interface Rule {
  /** Whose attempts are looked at together: of one card, of one user. */
  ownerOf: KeyOf;
  /** What is counted, once each; null is not counted. */
  keyOf: KeyOf;
  window: number;
  atLeast: number;
}

/**
 * Day → number of owners with an attempt a in that day such that their attempts in (a − window, a] have
 * at least so many distinct keys. Attempts at the very instant of a belong to its window.
 */
export function ownersOverLimit(payments: Payment[], rule: Rule): Map<Day, number> {
  const owners = new Map<Day, number>();
  for (const attempts of attemptsByOwner(payments, rule.ownerOf)) {
    for (const day of daysOverLimit(attempts, rule)) owners.set(day, (owners.get(day) ?? 0) + 1);
  }
  return owners;
}

/** Ascending by creation within each owner. */
function attemptsByOwner(payments: Payment[], ownerOf: KeyOf): Payment[][] {
  const attemptsOf = new Map<string, Payment[]>();
  for (const payment of payments) {
    const owner = ownerOf(payment);
    if (owner === null) continue;
    const attempts = attemptsOf.get(owner);
    if (attempts === undefined) attemptsOf.set(owner, [payment]);
    else attempts.push(payment);
  }
  for (const attempts of attemptsOf.values()) attempts.sort((a, b) => a.createdAt - b.createdAt);
  return [...attemptsOf.values()];
}

function daysOverLimit(attempts: Payment[], { keyOf, window, atLeast }: Rule): Set<Day> {
  const days = new Set<Day>();
  const timesOf = new Map<string, number>();
  let entered = 0;
  let left = 0;
  for (const { createdAt, day } of attempts) {
    for (; entered < attempts.length && attempts[entered]!.createdAt <= createdAt; entered += 1) {
      change(timesOf, keyOf(attempts[entered]!), 1);
    }
    for (; attempts[left]!.createdAt <= createdAt - window; left += 1) {
      change(timesOf, keyOf(attempts[left]!), -1);
    }
    if (timesOf.size >= atLeast) days.add(day);
  }
  return days;
}

/** The map holds only the keys that occur. */
function change(timesOf: Map<string, number>, key: string | null, by: number): void {
  if (key === null) return;
  const times = (timesOf.get(key) ?? 0) + by;
  if (times === 0) timesOf.delete(key);
  else timesOf.set(key, times);
}
