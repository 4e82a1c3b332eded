import type { SourceRow } from '../base/types';
import { linesOf } from './lines';
import { minorUnits } from './money';
import { blank, Reading, type Converted } from './read';

export const untoldOfOrders =
  'discount_cents tax_cents shipping_cents source coupon_code confirmed_at shipped_at delivered_at cancelled_at';

const MOST = 922_337_203_685_476n;

/** orders_legacy → orders_v2 and its lines. */
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
  // A line's id is its order's times ten thousand, plus its place.
  if (BigInt(row.id!) > MOST || BigInt(row.id!) < -MOST) reading.refuse('id: too large to number its lines');
  const items = linesOf(row, currency, reading);
  const converted = {
    id: row.id!,
    user_id: row.user_id!,
    status: reading.word('status'),
    currency,
    total_cents: total,
    created_at: row.created_at!,
    updated_at: row.updated_at!,
    ...blank(untoldOfOrders),
  };
  return { row: converted, reasons: reading.reasons, items };
}
