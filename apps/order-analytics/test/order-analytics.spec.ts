import { describeJob } from '@acme/testing';

describeJob({
  name: 'order-analytics',
  tables: [
    'order_daily',
    'order_fulfilment_daily',
    'product_daily',
    'category_daily',
    'product_trends_daily',
  ],
  drift: { sql: 'alter table orders_v2 rename column currency to money', line: /orders\.currency: missing/ },
  edit: {
    sql: `update orders_v2 set total_cents = total_cents + 1, updated_at = '2026-11-20T05:00Z'
      where id = (select min(id) from orders_v2 where created_at >= '2026-10-05' and created_at < '2026-10-06' and status <> 'cancelled')`,
    table: 'order_daily',
  },
});
