import type { Row } from './types';

/**
 * "What a source generation cannot tell is NULL, never 0." Columns that count by something the source may
 * not tell, and what that is. Unknown amounts need no list: they are NaN from the start, and so is
 * whatever is made of them.
 */
const notifications = {
  bounced: 'notifications.bounced_at',
  bounce_rate: 'notifications.bounced_at',
  unsubscribed: 'notifications.unsubscribed_at',
  unsubscribe_rate: 'notifications.unsubscribed_at',
  complained: 'notifications.complained_at',
  complaint_rate: 'notifications.complained_at',
};

const countedBy: Record<string, Record<string, string>> = {
  user_registrations_daily: { verified_7d: 'users.email_verified_at' },
  user_churn_daily: { closed_accounts: 'users.deleted_at' },
  order_fulfilment_daily: { shipped: 'orders.shipped_at', delivered: 'orders.delivered_at' },
  payment_fraud_daily: {
    country_mismatch: 'payments.card_country',
    country_mismatch_rate: 'payments.card_country',
  },
  notification_daily: notifications,
  channel_daily: notifications,
  campaign_daily: notifications,
  notification_attempts_daily: {
    retried: 'notifications.retry_count',
    retry_rate: 'notifications.retry_count',
  },
  notification_fatigue_daily: {
    unsubscribed: 'notifications.unsubscribed_at',
    unsubscribe_rate: 'notifications.unsubscribed_at',
  },
};

/** The rows of a table with NULL for what cannot be told. */
export function withoutUntold(table: string, rows: Row[], untold: ReadonlySet<string>): Row[] {
  const hidden = Object.entries(countedBy[table] ?? {}).filter(([, column]) => untold.has(column));
  const blank = Object.fromEntries(hidden.map(([column]) => [column, null]));
  return rows.map((row) => {
    const known = Object.entries({ ...row, ...blank });
    return Object.fromEntries(known.map(([column, cell]) => [column, Number.isNaN(cell) ? null : cell]));
  });
}
