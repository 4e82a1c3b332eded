import { microsOfIso, World, type SourceRow, type SourceUser } from '../../src';
import { inputOf } from '../fixture';

export const at = (iso: string): string => String(microsOfIso(iso));

/** A pending order over nothing in US dollars of user 1 from the web, unless told otherwise. */
export function order(id: string, createdAt: string, other: SourceRow = {}): SourceRow {
  return {
    id,
    order_number: `N${id}`,
    user_id: '1',
    status: 'pending',
    currency: 'USD',
    subtotal_cents: '0',
    discount_cents: '0',
    tax_cents: '0',
    shipping_cents: '0',
    total_cents: '0',
    item_count: '0',
    shipping_address: null,
    billing_address: null,
    source: 'web',
    coupon_code: null,
    notes: null,
    created_at: at(createdAt),
    updated_at: at(createdAt),
    confirmed_at: null,
    shipped_at: null,
    delivered_at: null,
    cancelled_at: null,
    ...other,
  };
}

/** One toy of 100 cents. */
export function item(id: string, order_id: string, product_id: string, other: SourceRow = {}): SourceRow {
  return {
    id,
    order_id,
    product_id,
    product_variant_id: null,
    product_name: 'Ball',
    product_sku: null,
    category: 'toys',
    quantity: '1',
    unit_price_cents: '100',
    discount_cents: '0',
    tax_cents: '0',
    total_cents: '0',
    is_gift: null,
    gift_message: null,
    created_at: at('2024-01-01T00:00:00Z'),
    updated_at: at('2024-01-01T00:00:00Z'),
    ...other,
  };
}

/** A captured payment of 1000 US cents, captured a minute after it was created. */
export function payment(
  id: string,
  order_id: string | null,
  createdAt: string,
  other: SourceRow = {},
): SourceRow {
  return {
    id,
    order_id,
    user_id: '1',
    amount_cents: '1000',
    captured_cents: '1000',
    refunded_cents: null,
    currency: 'USD',
    status: 'captured',
    payment_method: 'card',
    provider: null,
    provider_transaction_id: null,
    card_fingerprint: null,
    card_brand: null,
    card_last_four: null,
    card_country: null,
    cardholder_name: null,
    billing_address: null,
    ip_address: null,
    failure_code: null,
    failure_reason: null,
    processing_time_ms: null,
    created_at: at(createdAt),
    authorized_at: null,
    captured_at: String(microsOfIso(createdAt) + 60_000_000),
    failed_at: null,
    updated_at: at(createdAt),
    ...other,
  };
}

/** A completed refund of 10 US cents, of a payment that is not there. */
export function refund(
  id: string,
  order_id: string | null,
  processedAt: string,
  other: SourceRow = {},
): SourceRow {
  return {
    id,
    payment_id: '999',
    order_id,
    amount_cents: '10',
    currency: 'USD',
    reason: null,
    status: 'completed',
    initiated_by: null,
    notes: null,
    created_at: at('2024-01-01T00:00:00Z'),
    processed_at: at(processedAt),
    updated_at: at(processedAt),
    ...other,
  };
}

interface Sketch {
  users?: SourceUser[];
  orders?: SourceRow[];
  orderItems?: SourceRow[];
  payments?: SourceRow[];
  refunds?: SourceRow[];
  zone?: string;
  now: string;
}

export function worldOf({ users = [], zone = 'UTC', now, ...rows }: Sketch): World {
  return new World({ ...inputOf({ users, zone, now }), ...rows });
}
