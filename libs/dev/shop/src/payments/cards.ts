import { homes } from '../people/countries';
import { mix, purpose, Random } from '../random';
import type { World } from '../world';

/** A payment card, as a provider tells of it. */
export interface Card {
  readonly fingerprint: string;
  readonly brand: string | null;
  readonly lastFour: string;
  readonly country: string | null;
}

const random = new Random();

/** Two members of a family pay with one card; more than two never do. */
export const sharesCard = (user: number): boolean => user % 50 === 7;
/** Whether the user's card is one of a family. */
export const inFamily = (user: number): boolean => user % 50 === 6 || sharesCard(user);

/** A user's usual card (0) or the other one (1). Mostly of the country where the user registered. */
export function cardOf(world: World, user: number, which: number): Card {
  const owner = sharesCard(user) && which === 0 ? user - 1 : user;
  const home = homes[world.home[owner]!]!.country.code;
  return newCard(
    world.plan.seed,
    owner,
    which,
    random.reseed(key(world, owner, which)).chance(0.02) ? 'CA' : home,
  );
}

const key = (world: World, owner: number, which: number) =>
  mix(world.plan.seed, purpose.payments, owner, -1 - which);

/** The card behind two numbers. */
export function newCard(seed: number, a: number, b: number, country: string): Card {
  const digits = mix(seed, purpose.payments, a, 1_000_000 + b);
  random.reseed(digits);
  return {
    fingerprint: `fp_${digits.toString(36)}${mix(seed, purpose.payments, b, 2_000_000 + a).toString(36)}`,
    brand: random.weighted<string | null>([
      ['visa', 0.5],
      ['mastercard', 0.34],
      ['amex', 0.1],
      ['jcb', 0.04],
      [null, 0.02],
    ]),
    lastFour: String(random.below(10_000)).padStart(4, '0'),
    country: random.chance(0.015) ? null : country,
  };
}
