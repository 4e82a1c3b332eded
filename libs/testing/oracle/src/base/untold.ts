import type { Row } from './types';

const bounced = 'notifications.bounced_at';
const unsubscribed = 'notifications.unsubscribed_at';
const complained = 'notifications.complained_at';
const engagement = {
  bounced,
  bounce_rate: bounced,
  unsubscribed,
  unsubscribe_rate: unsubscribed,
  complained,
  complaint_rate: complained,
};

const processing = 'payments.processing_time_ms';
const lineNet = 'order_items.discount_cents';
const orderNet = 'orders.discount_cents';
const country = 'payments.card_country users.country_code';

/** Columns of the tables, and the source columns each cannot do without. */
const madeOf: Record<string, Record<string, string>> = {
  user_registrations_daily: { verified_7d: 'users.email_verified_at' },
  user_churn_daily: { closed_accounts: 'users.deleted_at' },
  order_daily: {
    discount_cents: orderNet,
    tax_cents: 'orders.tax_cents',
    shipping_cents: 'orders.shipping_cents',
    net_cents: orderNet,
    aov_cents: orderNet,
  },
  order_fulfilment_daily: {
    shipped: 'orders.shipped_at',
    delivered: 'orders.delivered_at',
    p50_hours_to_ship: 'orders.shipped_at',
    p95_hours_to_ship: 'orders.shipped_at',
    p50_hours_to_deliver: 'orders.shipped_at orders.delivered_at',
    p95_hours_to_deliver: 'orders.shipped_at orders.delivered_at',
  },
  product_daily: { net_before_refunds_cents: lineNet },
  product_trends_daily: {
    net_before_refunds_7d_cents: lineNet,
    net_before_refunds_prior_7d_cents: lineNet,
    growth_ratio: lineNet,
    rank_in_category: lineNet,
  },
  category_daily: { net_before_refunds_cents: lineNet },
  customer_ltv_monthly: { net_cents: orderNet, cumulative_net_cents: orderNet },
  payment_daily: {
    p50_processing_time_ms: processing,
    p95_processing_time_ms: processing,
    avg_processing_time_ms: processing,
  },
  payment_fraud_daily: { country_mismatch: country, country_mismatch_rate: country },
  notification_daily: engagement,
  channel_daily: engagement,
  campaign_daily: engagement,
  campaign_revenue_daily: { net_cents: orderNet },
  notification_attempts_daily: {
    retried: 'notifications.retry_count',
    retry_rate: 'notifications.retry_count',
  },
  notification_fatigue_daily: { unsubscribed, unsubscribe_rate: unsubscribed },
};

/**
 * "What a source generation cannot tell is NULL, never 0": also where nothing was there to add up, since
 * the amount of nothing is only known where amounts are.
 */
export function withoutUntold(table: string, rows: Row[], untold: ReadonlySet<string>): Row[] {
  const hidden = Object.entries(madeOf[table] ?? {}).filter(([, sources]) =>
    sources.split(' ').some((source) => untold.has(source)),
  );
  if (hidden.length === 0) return rows;
  const blank = Object.fromEntries(hidden.map(([column]) => [column, null]));
  return rows.map((row) => ({ ...row, ...blank }));
}
