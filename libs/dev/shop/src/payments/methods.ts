import { mix, purpose, Random } from '../random';

const methods = [
  ['card', 0.58],
  ['apple_pay', 0.1],
  ['google_pay', 0.08],
  ['paypal', 0.15],
  ['bank_transfer', 0.07],
  ['crypto', 0.02],
] as const;

/** How long a provider takes for a payment, in milliseconds, in the middle. */
export const usualMs: Readonly<Record<string, number>> = {
  stripe: 420,
  adyen: 610,
  checkout: 880,
  paypal: 1500,
  gocardless: 2400,
  coinbase: 3100,
};

const own = new Random();

/** The user's usual method, seldom another one. */
export function methodOf(seed: number, user: number, random: Random): string {
  own.reseed(mix(seed, purpose.payments, user, -5));
  const usual = own.weighted(methods);
  return random.chance(0.86) ? usual : random.weighted(methods);
}

/** Whether there is a card behind the method. */
export const isCard = (method: string): boolean =>
  method === 'card' || method === 'apple_pay' || method === 'google_pay';
