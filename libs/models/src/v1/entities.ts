import * as v2 from '../v2';
import { legacyVariant } from './legacy-variant';
import * as legacy from './legacy';

/** Accounts of the legacy source, as core has them. */
export const users = legacyVariant(v2.users, {
  sourceShape: legacy.users,
  unavailable: ['email_verified_at', 'deleted_at', 'signup_source', 'country_code'],
});

export const userActivity = legacyVariant(v2.userActivity, {
  sourceShape: legacy.userActivity,
  unavailable: ['platform'],
});

/** They come with the orders they are in. */
const orderItems = legacyVariant(v2.orderItems, {
  unavailable: ['discount_cents'],
});

/** Orders of the legacy source with their lines. What their payments tell is their currency. */
export const orders = legacyVariant(v2.orders, {
  sourceShape: legacy.orders,
  unavailable: [
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
  children: [{ entity: orderItems, parent: 'order_id', idsPerParent: 10_000 }],
  dependsOn: ['core.payments'],
});

export const payments = legacyVariant(v2.payments, {
  sourceShape: legacy.payments,
  unavailable: ['provider', 'card_brand', 'card_country', 'processing_time_ms', 'authorized_at'],
});

/** The currency can change without the row: another payment of the order. */
export const refunds = legacyVariant(v2.refunds, {
  sourceShape: legacy.refunds,
  unavailable: [],
  hashedColumns: ['payment_currency', 'currency'],
});

export const notifications = legacyVariant(v2.notifications, {
  sourceShape: legacy.notifications,
  unavailable: [
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
