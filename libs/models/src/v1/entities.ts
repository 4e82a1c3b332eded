import * as v2 from '../v2';
import { becomes } from './becomes';
import * as legacy from './legacy';

/** Accounts of the legacy source, as core has them. */
export const users = becomes(v2.users, {
  raw: legacy.users,
  untold: ['email_verified_at', 'deleted_at', 'signup_source', 'country_code'],
});

export const userActivity = becomes(v2.userActivity, {
  raw: legacy.userActivity,
  untold: ['platform'],
});

/** They come with the orders they are in. */
const orderItems = becomes(v2.orderItems, {
  untold: ['discount_cents'],
});

/** Orders of the legacy source with their lines. What their payments tell is their currency. */
export const orders = becomes(v2.orders, {
  raw: legacy.orders,
  untold: [
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
  untold: ['provider', 'card_brand', 'card_country', 'processing_time_ms', 'authorized_at'],
});

/** The currency can change without the row: another payment of the order. */
export const refunds = becomes(v2.refunds, {
  raw: legacy.refunds,
  untold: [],
  swept: ['payment_currency', 'currency'],
});

export const notifications = becomes(v2.notifications, {
  raw: legacy.notifications,
  untold: [
    'template_id',
    'order_id',
    'campaign_id',
    'provider',
    'bounced_at',
    'unsubscribed_at',
    'complained_at',
    'failure_code',
    'retry_count',
  ],
});
