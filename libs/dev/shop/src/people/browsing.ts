import type { Random } from '../random';

/** Where an event happened, each part as COPY reads it. */
export interface Page {
  readonly path: string;
  /** The columns product_id, category_id and search_query. */
  readonly about: string;
}

const page = (path: string): Page => ({ path, about: '\\N\t\\N\t\\N' });

export const pages = {
  home: page('/'),
  login: page('/login'),
  logout: page('/logout'),
  account: page('/account'),
  checkout: page('/checkout'),
  done: page('/checkout/done'),
};

const categories = 24;
const products: readonly Page[] = Array.from({ length: 1500 }, (_, nth) => ({
  path: `/products/${nth + 1}`,
  about: `${nth + 1}\t${1 + (nth % categories)}\t\\N`,
}));

/** A product's page; few products are looked at by many. */
export const productOf = (random: Random): Page =>
  products[Math.floor(products.length * random.next() ** 2.5)]!;

const sites = ['https://www.google.com/', 'https://news.example.org/deals', 'https://mail.example/inbox'];

/** Where a visit came from; a newsletter's link carries the reader's address, as it should not. */
export function referrer(random: Random): string {
  const kind = random.next();
  if (kind < 0.6) return '\\N';
  if (kind < 0.65) return `https://mail.example/click?to=reader${random.below(90_000)}@example.com`;
  return random.pick(sites);
}

const search = (query: string): Page => ({ path: '/search', about: `\\N\t\\N\t${query}` });

const wishes = [
  'running shoes',
  'wireless headphones',
  'baby stroller',
  'espresso machine',
  'winter jacket',
  'usb-c hub',
].map(search);

/** What was typed into the search field; some type who they are. */
export function searchOf(user: number, random: Random): Page {
  return random.chance(0.02) ? search(`order of reader${user + 1}@example.com`) : random.pick(wishes);
}
