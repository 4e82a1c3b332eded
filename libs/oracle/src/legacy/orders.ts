import type { SourceRow } from '../base/types';
import { minorUnits } from './money';
import { blank, Reading, type Converted } from './read';

export const untoldOfOrders =
  'order_number subtotal_cents discount_cents tax_cents shipping_cents source coupon_code confirmed_at shipped_at delivered_at cancelled_at';
export const untoldOfItems = 'product_variant_id discount_cents tax_cents is_gift';

/** orders_legacy → orders_v2 and its lines. What is wrong with a line is wrong with the order. */
export function convertOrder(
  row: SourceRow,
  currencyOfPayments: string | null,
  legacyCurrency: string,
): Converted & { items: SourceRow[] } {
  const reading = new Reading('orders', row);
  const currency = currencyOfPayments ?? legacyCurrency;
  const total = row.total_amount === null ? null : minorUnits(row.total_amount!, currency);
  if (row.total_amount !== null && total === null)
    reading.refuse('total_amount: no whole number of minor units');
  const items = linesOf(row, currency, reading);
  const converted = {
    id: row.id!,
    user_id: row.user_id!,
    status: reading.word('status'),
    currency,
    total_cents: total,
    item_count: row.item_count!,
    created_at: row.created_at!,
    updated_at: row.updated_at!,
    ...blank(untoldOfOrders),
  };
  return { row: converted, reasons: reading.reasons, items };
}

/** Numbers keep the text they are written with. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown) => value);
  } catch {
    return undefined;
  }
}

function linesOf(row: SourceRow, currency: string, reading: Reading): SourceRow[] {
  if (row.items_json === null) return [];
  const lines = parse(row.items_json!);
  if (!Array.isArray(lines) || lines.some((line) => !isObject(line))) {
    reading.refuse('items_json: not a list of lines');
    return [];
  }
  if (lines.length > 9999) reading.refuse('items_json: more than 9999 lines');
  return lines.map((line, index) => lineOf(row, line as Record<string, unknown>, index, currency, reading));
}

const isObject = (line: unknown): boolean =>
  typeof line === 'object' && line !== null && !Array.isArray(line);

function lineOf(
  order: SourceRow,
  line: Record<string, unknown>,
  index: number,
  currency: string,
  reading: Reading,
): SourceRow {
  const text = (name: string) =>
    line[name] === undefined || line[name] === null ? null : String(line[name]);
  const [product, quantity, unit, total] = ['product_id', 'quantity', 'unit_price', 'total_price'].map(text);
  const unitCents = unit ? minorUnits(unit, currency) : null;
  const totalCents = total ? minorUnits(total, currency) : null;
  if (!product || !/^\d{1,18}$/.test(product)) reading.refuse('items_json: a line without product_id');
  else if (quantity !== null && !/^-?\d{1,9}$/.test(quantity!))
    reading.refuse('items_json: quantity is no whole number');
  else if (unitCents === null) reading.refuse('items_json: unit_price is no whole number of minor units');
  else if (total !== null && totalCents === null)
    reading.refuse('items_json: total_price is no whole number of minor units');
  return {
    id: String(BigInt(order.id!) * 10_000n + BigInt(index + 1)),
    order_id: order.id!,
    product_id: product ?? null,
    product_name: text('product_name'),
    product_sku: text('product_sku'),
    category: text('product_category'),
    quantity: quantity ?? null,
    unit_price_cents: unitCents,
    total_cents: totalCents,
    created_at: order.created_at!,
    updated_at: order.updated_at!,
    ...blank(untoldOfItems),
  };
}
