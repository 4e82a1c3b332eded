import type { Purchase } from '../orders/purchase';
import type { ScriptedAttempt } from '../orders/script';
import { giveUp, settle } from '../orders/settle';
import { mix, purpose, Random } from '../random';
import { toldAt, type Stories } from '../stories';
import { hour, minute, second } from '../time';
import type { World } from '../world';
import { cardOf, type Card } from './cards';
import { isCard } from './methods';
import { newPayment, tryAgainAt, type Outcome } from './new-payment';
import type { Payment } from './payment';
import { Queue } from './queue';
import { Till } from './till';

/** An attempt to pay that is still to come. */
interface Attempt {
  readonly at: number;
  readonly purchase: Purchase;
  readonly nth: number;
  readonly card: Card | null;
  readonly wished?: string | undefined;
  readonly scripted?: ScriptedAttempt;
}

const mostAttempts = 4;

/** Where orders are paid, in the order of time; what fails is tried again, in another hour mostly. */
export class Checkout {
  readonly #attempts = new Queue<Attempt>();
  readonly #random = new Random();
  readonly #till: Till;
  #payments = 0;

  constructor(
    readonly world: World,
    readonly stories: Stories,
    calm: ReadonlySet<string>,
  ) {
    this.#till = new Till({ ...stories, calm });
  }

  enter(purchase: Purchase): void {
    const { createdAt, script, card, key } = purchase;
    if (purchase.basket.total === 0) return settle(purchase, null, this.stories);
    if (script.attempts) {
      script.attempts.forEach((scripted, nth) =>
        this.#attempts.push({ at: scripted.at, purchase, nth, card: scripted.card, scripted }),
      );
      return;
    }
    // A few come in the same instant as their order. A story's stay in the hour it is about.
    const at = createdAt + (key % 12 === 0 || script.provider ? 0 : 1 + (key % 19) * second);
    this.#attempts.push({ at, purchase, nth: 0, card, wished: script.provider });
  }

  runUntil(until: number): void {
    for (let next = this.#attempts.takeBefore(until); next; next = this.#attempts.takeBefore(until)) {
      if (next.scripted) this.#takeScripted(next, next.scripted);
      else this.#take(next);
    }
  }

  #take(attempt: Attempt): void {
    const { at, purchase, nth, wished } = attempt;
    if (at >= this.world.quietFrom[purchase.user]!) return giveUp(purchase, at);
    const random = this.#random.reseed(mix(purchase.key, purpose.payments, nth, 0));
    const everyday = purchase.oddity === null && purchase.script.wanted === undefined;
    const luck = everyday ? random.next() : 1;
    const provider = this.#till.providerFor(at, purchase.method, wished, random);
    const end = this.#till.take(
      at,
      provider,
      purchase.method !== 'bank_transfer' && luck < (nth ? 0.24 : 0.1),
    );
    const outcome = end === 'taken' ? luckyEnd(purchase.method, luck) : end;
    const nameless = everyday && outcome === 'paid' && luck > 0.994 && !this.#till.told(provider, at);
    const payment = this.#add(attempt, provider, outcome, random, nameless);
    if (outcome === 'paid' || outcome === 'transfer') return settle(purchase, payment, this.stories);
    if (outcome === 'left open') purchase.finished = true;
    else this.#tryAgain(attempt, payment, outcome, random);
  }

  #takeScripted(attempt: Attempt, { failureCode }: ScriptedAttempt): void {
    const { at, purchase, nth } = attempt;
    const random = this.#random.reseed(mix(purchase.key, purpose.payments, nth, 0));
    const provider = purchase.script.provider!;
    this.#till.takeScripted(at, provider, failureCode !== null);
    const outcome = failureCode === null ? 'paid' : 'declined';
    const payment = this.#add(attempt, provider, outcome, random, false, failureCode);
    if (outcome === 'paid') settle(purchase, payment, this.stories);
    else if (nth + 1 === purchase.script.attempts!.length) giveUp(purchase, payment.failedAt);
  }

  #tryAgain(attempt: Attempt, payment: Payment, outcome: Outcome, random: Random): void {
    const { purchase, nth, card } = attempt;
    const patience = random.next();
    const insistent = purchase.script.insistent ?? false;
    const endedAt = Math.min(payment.failedAt, payment.cancelledAt);
    if (nth + 1 >= mostAttempts || (patience > 0.72 && !insistent)) return giveUp(purchase, endedAt);
    const next = { purchase, nth: nth + 1, card: this.#otherCard(purchase, card, random) };
    const outage = outcome === 'out of order' ? toldAt(this.stories.outages, payment.createdAt) : undefined;
    if (!outage) return this.#attempts.push({ ...next, at: tryAgainAt(endedAt, random) });
    const atOnce = Math.ceil(endedAt + (2 + 6 * random.next()) * minute);
    if (nth < (insistent ? 2 : 1) && atOnce < outage.until && (insistent || patience < 0.3)) {
      return this.#attempts.push({ ...next, card, at: atOnce, wished: outage.provider });
    }
    this.#attempts.push({ ...next, at: Math.ceil(outage.until + 5 * minute + random.exponential(2 * hour)) });
  }

  /** Some have a second card, and take it when the first one does not work. */
  #otherCard(purchase: Purchase, card: Card | null, random: Random): Card | null {
    return isCard(purchase.method) && random.chance(0.15) ? cardOf(this.world, purchase.user, 1) : card;
  }

  #add(
    attempt: Attempt,
    provider: string,
    outcome: Outcome,
    random: Random,
    nameless: boolean,
    failureCode?: string | null,
  ): Payment {
    const { at, purchase, nth, card } = attempt;
    const index = this.#payments;
    this.#payments += 1;
    const made = { index, nth, createdAt: at, purchase, card, provider, outcome, failureCode, nameless };
    const payment = newPayment(made, random);
    purchase.payments.push(payment);
    purchase.firstPaymentFailedAt = Math.min(purchase.firstPaymentFailedAt, payment.failedAt);
    return payment;
  }
}

/** How a payment ends that is not declined. */
function luckyEnd(method: string, luck: number): Outcome {
  if (luck > 0.3 && luck < 0.304) return 'left open';
  if (method === 'bank_transfer') return luck > 0.31 && luck < 0.38 ? 'left open' : 'transfer';
  return luck > 0.31 && luck < 0.325 ? 'abandoned' : 'paid';
}
