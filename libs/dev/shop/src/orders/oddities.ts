/** Something about an order or its payment that a healthy shop would not have. */
export type Oddity =
  | 'unknown order status'
  | 'unknown payment status'
  | 'unknown payment method'
  | 'unknown refund reason'
  | 'refund in another currency'
  | 'refund above capture'
  | 'delivered before shipped'
  | 'payment of no known order'
  | 'payment without order'
  | 'user who is not there'
  | 'no items'
  | 'free'
  | 'never captured'
  | 'same instant';

/** [oddity, the first everyday order that has it, every how many orders it comes again] */
const occurrences: readonly (readonly [Oddity, number, number])[] = [
  ['unknown order status', 11, 3000],
  ['unknown payment status', 14, 3000],
  ['unknown payment method', 17, 3000],
  ['unknown refund reason', 23, 3000],
  ['refund in another currency', 26, 3000],
  ['refund above capture', 29, 3000],
  ['delivered before shipped', 33, 8000],
  ['payment of no known order', 37, 3000],
  ['payment without order', 41, 500],
  ['user who is not there', 45, 3000],
  ['user who is not there', 46, 3000],
  ['no items', 50, 600],
  ['free', 54, 400],
  ['never captured', 58, 150],
  ['same instant', 62, 200],
];

/** The oddity of the nth everyday order: a pattern and no chance, so that the smallest shops have each. */
export function oddityOf(nth: number): Oddity | null {
  const found = occurrences.find(([, first, period]) => nth >= first && (nth - first) % period === 0);
  return found ? found[0] : null;
}
