import type { Random } from '../random';
import { anyProduct, type Product } from './catalogue';
import { amountIn, type Currency } from './currencies';

/** A line of an order; amounts in minor units. */
export interface Line {
  readonly product: Product;
  readonly variant: number | null;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly discount: number;
  readonly tax: number;
  readonly isGift: boolean;
}

/** What is bought at once. total = subtotal − discount + tax + shipping; the first three are the lines' sums. */
export interface Basket {
  readonly lines: readonly Line[];
  readonly subtotal: number;
  readonly discount: number;
  readonly tax: number;
  readonly shipping: number;
  readonly total: number;
  readonly units: number;
}

/** What is wanted: products, at prices of a currency, less a share of them. */
export interface Wish {
  readonly wanted: readonly { readonly product: Product; readonly quantity: number }[];
  readonly currency: Currency;
  readonly taxRate: number;
  readonly discountRate: number;
  /** Everything costs nothing, delivery too. */
  readonly free: boolean;
  /** Nothing is sent. */
  readonly digital: boolean;
}

/** One to a handful of products; cheap ones in twos and threes. */
export function anyWanted(random: Random): Wish['wanted'] {
  const count = Math.min(5, 1 + Math.floor(random.exponential(1.75)));
  return Array.from({ length: count }, () => {
    const product = anyProduct(random);
    const several = product.price < 4000 && random.chance(0.18);
    return { product, quantity: several ? 2 + random.below(2) : 1 };
  });
}

export function basketOf(wish: Wish, random: Random): Basket {
  const lines = wish.wanted.map((item) => lineOf(item, wish, random));
  const sum = (one: (line: Line) => number) => lines.reduce((total, line) => total + one(line), 0);
  const subtotal = sum(({ quantity, unitPrice }) => quantity * unitPrice);
  const discount = sum((line) => line.discount);
  const tax = sum((line) => line.tax);
  const sent = !wish.free && !wish.digital && subtotal < amountIn(wish.currency, 5000);
  const shipping = sent ? amountIn(wish.currency, 500) : 0;
  const total = subtotal - discount + tax + shipping;
  return { lines, subtotal, discount, tax, shipping, total, units: sum(({ quantity }) => quantity) };
}

function lineOf({ product, quantity }: Wish['wanted'][number], wish: Wish, random: Random): Line {
  const kind = random.next();
  // Now and then a free sample.
  const free = wish.free || (kind < 0.012 && wish.wanted.length > 1);
  const unitPrice = free ? 0 : amountIn(wish.currency, product.price);
  const discount = Math.floor(quantity * unitPrice * wish.discountRate);
  return {
    product,
    variant: kind < 0.4 ? product.id * 10 + random.below(4) : null,
    quantity,
    unitPrice,
    discount,
    tax: Math.round((quantity * unitPrice - discount) * wish.taxRate),
    isGift: random.chance(0.06),
  };
}
