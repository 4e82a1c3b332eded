import { largestLine } from '../base/limits';
import type { SourceRow } from '../base/types';
import { isWithinBigint, isWithinInteger, wholeOf } from './decimal';
import { minorUnits } from './money';
import { blank, type Reading } from './read';

export const untoldOfItems = 'discount_cents';

const MOST = 9999;

/** The lines of an order as order_items_v2 has them. What is wrong with one of them is wrong with the order. */
export function linesOf(order: SourceRow, currency: string, reading: Reading): SourceRow[] {
  if (order.items_json === null) return [];
  const lines = parse(order.items_json!);
  if (!Array.isArray(lines) || !lines.every(isObject)) {
    reading.refuse('items_json: not a list of lines');
    return [];
  }
  if (lines.length > MOST) {
    reading.refuse(`items_json: more than ${MOST} lines`);
    return [];
  }
  return lines.map((line, index) => lineOf(order, line, index, currency, reading));
}

const isObject = (line: unknown): line is Record<string, unknown> =>
  typeof line === 'object' && line !== null && !Array.isArray(line);

/**
 * JSON with its numbers as the text they are written with: a double would round long ones. Undefined when
 * it is none, or holds text that the warehouse cannot hold.
 */
function parse(json: string): unknown {
  try {
    JSON.parse(json);
    const numbersAsText = json.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
      token.startsWith('"') ? token : `"${token}"`,
    );
    return JSON.parse(numbersAsText, (key, value: unknown) => {
      if (!isStorable(key) || (typeof value === 'string' && !isStorable(value))) throw new RangeError();
      return value;
    });
  } catch {
    return undefined;
  }
}

/** PostgreSQL's text has no U+0000 and no half of a surrogate pair. */
const isStorable = (text: string): boolean => !text.includes('\0') && !/\p{Surrogate}/u.test(text);

const isBeyondLine = (cents: bigint) => cents > largestLine || cents < -largestLine;

function lineOf(
  order: SourceRow,
  line: Record<string, unknown>,
  index: number,
  currency: string,
  reading: Reading,
): SourceRow {
  const text = (name: string): string | null => {
    const value = Object.hasOwn(line, name) ? line[name] : null;
    if (value === null) return null;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  };
  const [product, quantity, unit, total] = ['product_id', 'quantity', 'unit_price', 'total_price'].map(text);
  const productId = product === null ? null : wholeOf(product!);
  const units = quantity === null ? null : wholeOf(quantity!);
  const unitCents = unit === null ? null : minorUnits(unit!, currency);
  const totalCents = total === null ? null : minorUnits(total!, currency);
  if (productId === null || !isWithinBigint(productId))
    reading.refuse('items_json: a line without product_id');
  if (quantity !== null && units === null) reading.refuse('items_json: quantity is no whole number');
  const tooMany = units !== null && !isWithinInteger(units);
  if (tooMany) reading.refuse('items_json: quantity beyond 2^31 - 1');
  if (units !== null && !tooMany && unitCents !== null && isBeyondLine(units * BigInt(unitCents)))
    reading.refuse('items_json: quantity with unit_price beyond 2^62 minor units');
  const category = text('product_category');
  if (category !== null && [...category].length > 200)
    reading.refuse('items_json: product_category longer than 200 characters');
  if (unitCents === null) reading.refuse('items_json: unit_price is no whole number of minor units');
  if (total !== null && totalCents === null)
    reading.refuse('items_json: total_price is no whole number of minor units');
  return {
    id: String(BigInt(order.id!) * 10_000n + BigInt(index + 1)),
    order_id: order.id!,
    product_id: productId === null ? null : String(productId),
    product_name: text('product_name'),
    category,
    quantity: units === null ? null : String(units),
    unit_price_cents: unitCents,
    created_at: order.created_at!,
    updated_at: order.updated_at!,
    ...blank(untoldOfItems),
  };
}
