import { mix, purpose, Random } from '../random';
import { day } from '../time';

/** Something the shop sells. */
export interface Product {
  readonly id: number;
  readonly category: string | null;
  /** In US cents. */
  readonly price: number;
}

/** In the order of the activity's category ids. */
const categories = [
  ['Shoes', 'Runner'],
  ['Audio', 'Headphones'],
  ['Kitchen', 'Espresso Maker'],
  ['Jackets', 'Winter Jacket'],
  ['Baby', 'Stroller Organiser'],
  ['Computers', 'USB-C Hub'],
  ['Books', 'Notebook'],
  ['Games', 'Board Game'],
  ['Garden', 'Watering Set'],
  ['Lighting', 'Desk Lamp'],
  ['Bags', 'Backpack'],
  ['Fitness', 'Resistance Band'],
  ['Pets', 'Cat Tunnel'],
  ['Tools', 'Screwdriver Set'],
  ['Toys', 'Wooden Train'],
  ['Beauty', 'Hand Cream'],
  ['Cameras', 'Tripod'],
  ['Cycling', 'Bike Light'],
  ['Travel', 'Packing Cube'],
  ['Office', 'Chair Mat'],
  ['Home', 'Linen Set'],
  ['Phones', 'Phone Case'],
  ['Watches', 'Watch Strap'],
  ['Camping', 'Camp Stove'],
] as const;

const lines = ['Aero', 'Nova', 'Terra', 'Luma', 'Kite', 'Fjord', 'Pico', 'Sol'] as const;
const random = new Random();

/** The products that the activity service shows too. */
const assortment: readonly Product[] = Array.from({ length: 1500 }, (_, nth) => {
  random.reseed(mix(0, purpose.product, nth, 0));
  const price = Math.min(15_990, Math.max(490, Math.exp(Math.log(2400) + 0.7 * random.normal())));
  return {
    id: nth + 1,
    category: nth % 97 === 50 ? null : categories[nth % categories.length]![0],
    price: Math.floor(price / 100) * 100 + 90,
  };
});

/** A product by chance; few are bought by many. */
export const anyProduct = (chances: Random): Product =>
  assortment[Math.floor(assortment.length * chances.next() ** 2.5)]!;

export const giftCard: Product = { id: 1501, category: 'Gift cards', price: 20_000 };
export const sticker: Product = { id: 1502, category: 'Stationery', price: 100 };
export const coffee: Product = { id: 1503, category: 'Subscriptions', price: 1_890 };
/** The products that take off one day, one after the other; all in the last category. */
export const risingProduct = (nth: number): Product => ({
  id: 1600 + nth,
  category: 'Camping',
  price: 8_990,
});

const specialNames: Readonly<Record<number, string>> = {
  1501: 'Gift Card 200',
  1502: 'Sticker',
  1503: 'Monthly Coffee Box',
};

/** The name at an instant: some products get another one, a few have none. */
export function nameOf({ id }: Product, at: number, openedAt: number): string | null {
  if (id >= 1600) return `Glow Lantern ${id - 1599}`;
  if (id > 1500) return specialNames[id]!;
  if (id % 300 === 299) return null;
  const name = `${lines[id % lines.length]!} ${categories[(id - 1) % categories.length]![1]} ${id}`;
  return id % 200 === 5 && at >= openedAt + 60 * day ? `${name}, second edition` : name;
}

export const skuOf = ({ id, category }: Product): string =>
  `${(category ?? 'misc').slice(0, 3).toUpperCase()}-${String(id).padStart(5, '0')}`;
