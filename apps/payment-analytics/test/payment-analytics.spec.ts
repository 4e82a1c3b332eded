import { describeJob } from '@acme/testing';

describeJob({
  name: 'payment-analytics',
  tables: [
    'payment_daily',
    'payment_orders_daily',
    'refund_daily',
    'refund_cohort_daily',
    'payment_fraud_daily',
  ],
  drift: {
    sql: 'alter table payments_v2 alter column amount_cents type text',
    line: /payments\.amount_cents: text instead of bigint/,
  },
  edit: {
    sql: `update payments_v2 set processing_time_ms = processing_time_ms + 1, updated_at = '2026-11-20T05:00Z'
      where id = (select min(id) from payments_v2 where created_at >= '2026-10-05' and created_at < '2026-10-06' and captured_at is not null)`,
    table: 'payment_daily',
  },
});
