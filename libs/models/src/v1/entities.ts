import * as v2 from '../v2';
import { becomes } from './becomes';
import * as legacy from './legacy';

/** Accounts of the legacy source, as core has them. */
export const users = becomes(v2.users, {
  raw: legacy.users,
  untold: [
    'email_verified_at',
    'deleted_at',
    'signup_source',
    'country_code',
    'timezone',
    'preferred_language',
  ],
});

export const userActivity = becomes(v2.userActivity, {
  raw: legacy.userActivity,
  untold: [
    'session_id',
    'page_path',
    'duration_seconds',
    'device_type',
    'platform',
    'product_id',
    'category_id',
  ],
});

/** They come with the orders they are in. */
const orderItems = becomes(v2.orderItems, {
  untold: ['product_variant_id', 'discount_cents', 'tax_cents', 'is_gift'],
  mayLack: ['total_cents'],
});

/** Orders of the legacy source with their lines. What their payments tell is their currency. */
export const orders = becomes(v2.orders, {
  raw: legacy.orders,
  untold: [
    'order_number',
    'subtotal_cents',
    'discount_cents',
    'tax_cents',
    'shipping_cents',
    'source',
    'coupon_code',
    'confirmed_at',
    'shipped_at',
    'delivered_at',
    'cancelled_at',
  ],
  parts: [{ entity: orderItems, parent: 'order_id', idsPerParent: 10_000 }],
  needs: ['core.payments'],
});

export const payments = becomes(v2.payments, {
  raw: legacy.payments,
  untold: [
    'refunded_cents',
    'provider',
    'provider_transaction_id',
    'card_brand',
    'card_country',
    'ip_address_token',
    'processing_time_ms',
    'authorized_at',
  ],
});

/** The currency can change without the row: another payment of the order. */
export const refunds = becomes(v2.refunds, {
  raw: legacy.refunds,
  untold: ['initiated_by'],
  swept: ['payment_currency', 'currency'],
});

export const notifications = becomes(v2.notifications, {
  raw: legacy.notifications,
  untold: [
    'template_id',
    'template_version',
    'order_id',
    'campaign_id',
    'provider',
    'queued_at',
    'bounced_at',
    'unsubscribed_at',
    'complained_at',
    'failure_code',
    'retry_count',
  ],
});
