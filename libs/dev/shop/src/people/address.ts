import { mix, purpose, Random } from '../random';
import type { World } from '../world';

const streets = [
  'Harbour Street',
  'Mill Lane',
  'Station Road',
  'Orchard Way',
  'Bridge Street',
  'Park Avenue',
];
const towns = ['Northfield', 'Lakeview', 'Eastbrook', 'Ashford', 'Riverton', 'Hillcrest', 'Fairhaven'];
const random = new Random();

/** Where a user gets bills: a place in no atlas. */
export const billingAddress = (world: World, user: number, country: string): string =>
  addressOf(mix(world.plan.seed, purpose.person, user, -2), country);

/** Mostly the same place; presents go elsewhere. */
export const shippingAddress = (world: World, user: number, country: string, key: number): string =>
  key % 8 === 0 ? addressOf(key, country) : billingAddress(world, user, country);

function addressOf(key: number, country: string): string {
  random.reseed(key);
  const street = `${1 + random.below(180)} ${random.pick(streets)}`;
  return `${street}, ${10_000 + random.below(89_999)} ${random.pick(towns)}, ${country}`;
}

/** Of the blocks set aside for documentation, so that it is nobody's. */
export const networkAddress = (key: number): string =>
  key % 2 === 0 ? `198.51.100.${(key >>> 8) & 0xff}` : `203.0.113.${(key >>> 8) & 0xff}`;
