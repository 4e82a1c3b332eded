import { inFamily } from '../payments/cards';
import { mix, purpose } from '../random';
import type { World } from '../world';
import { currencyIn } from './currencies';
import { countryAt } from './new-purchase';

/** Whom a story asks for. */
export interface Wanted {
  /** Registered before then and not gone by `until`. */
  readonly from: number;
  readonly until: number;
  /** Different numbers give different people, mostly. */
  readonly lot: number;
  readonly taken?: ReadonlySet<number>;
  /** Else only those who pay in dollars. */
  readonly anyCurrency?: boolean;
}

/** How many have registered before an instant. */
export function registeredBefore(world: World, at: number): number {
  let [low, high] = [0, world.count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (world.registeredAt[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a story can be told of the user: is there, and pays alone with the card. */
function suits(world: World, user: number, wanted: Omit<Wanted, 'lot'>): boolean {
  const { from, until, taken, anyCurrency = false } = wanted;
  const inDollars = (at: number) => currencyIn(countryAt(world, user, at)).code === 'USD';
  return (
    world.registeredAt[user]! < from &&
    world.quietFrom[user]! > until &&
    !inFamily(user) &&
    !taken?.has(user) &&
    (anyCurrency || (inDollars(from) && inDollars(until)))
  );
}

/** A user as wanted, the first from a place drawn by lot on; undefined when there is none. */
export function choose(world: World, wanted: Wanted): number | undefined {
  const count = registeredBefore(world, wanted.from);
  if (count === 0) return undefined;
  const start = mix(world.plan.seed, purpose.stories, wanted.lot, Math.floor(wanted.from / 60_000)) % count;
  for (let step = 0; step < count; step += 1) {
    const user = (start + step) % count;
    if (suits(world, user, wanted)) return user;
  }
  return undefined;
}

/** The latest users as wanted, the very latest first. */
export function chooseNewest(world: World, wanted: Omit<Wanted, 'lot'>, count: number): number[] {
  const found: number[] = [];
  for (let user = registeredBefore(world, wanted.from) - 1; user >= 0 && found.length < count; user -= 1) {
    if (suits(world, user, wanted)) found.push(user);
  }
  return found;
}
