import { World, microsOfIso, type OracleInput, type SourceRow } from '../../src';
import { inputOf } from '../fixture';

/** An ISO instant as the source query returns it. */
export const at = (iso: string): string => String(microsOfIso(iso));

const none = (columns: string): SourceRow =>
  Object.fromEntries(columns.split(' ').map((column) => [column, null]));

let id = 0;
const nextId = (): string => String((id += 1));

/** A promotional e-mail to user 1 that is waiting to be sent, unless told otherwise. */
export function notification(createdAt: string, other: SourceRow = {}): SourceRow {
  return {
    ...none('recipient subject body template_id template_version order_id campaign_id provider'),
    ...none('queued_at sent_at delivered_at opened_at clicked_at bounced_at failed_at'),
    ...none('unsubscribed_at complained_at failure_code'),
    id: nextId(),
    user_id: '1',
    channel: 'email',
    notification_type: 'promotional',
    status: 'pending',
    retry_count: '0',
    created_at: at(createdAt),
    updated_at: at(createdAt),
    ...other,
  };
}

/** A notification that was created when it was sent. */
export const sent = (sentAt: string, other: SourceRow = {}): SourceRow =>
  notification(sentAt, { status: 'sent', sent_at: at(sentAt), ...other });

/** A pending order of user 1 in USD, of nothing. */
export function order(orderId: string, createdAt: string, other: SourceRow = {}): SourceRow {
  return {
    ...none('shipping_address billing_address source coupon_code notes'),
    ...none('confirmed_at shipped_at delivered_at cancelled_at'),
    id: orderId,
    order_number: `O-${orderId}`,
    user_id: '1',
    status: 'pending',
    currency: 'USD',
    subtotal_cents: '0',
    discount_cents: '0',
    tax_cents: '0',
    shipping_cents: '0',
    total_cents: '0',
    item_count: '0',
    created_at: at(createdAt),
    updated_at: at(createdAt),
    ...other,
  };
}

export function item(orderId: string, quantity: string, unitPriceCents: string): SourceRow {
  return {
    ...none('product_variant_id product_name product_sku category is_gift gift_message'),
    id: nextId(),
    order_id: orderId,
    product_id: '1',
    quantity,
    unit_price_cents: unitPriceCents,
    discount_cents: '0',
    tax_cents: '0',
    total_cents: '0',
    created_at: at('2024-01-01T00:00:00Z'),
    updated_at: at('2024-01-01T00:00:00Z'),
  };
}

/** A world of these source rows. */
export function worldOf(
  sketch: Parameters<typeof inputOf>[0],
  rows: Pick<OracleInput, 'notifications' | 'orders' | 'orderItems'>,
): World {
  return new World({ ...inputOf(sketch), ...rows });
}
