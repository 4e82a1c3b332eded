import type { Tables } from '../base/table';
import { orderCaptureGapDaily } from './capture-gap';
import { customerLtvMonthly, customerRepeatMonthly } from './customers';
import { orderDaily, orderStatusDaily } from './daily';
import { orderFulfilmentDaily } from './fulfilment';
import { categoryDaily, productDaily } from './products';
import { productTrendsDaily } from './trends';

const orderNet = 'orders.discount_cents';
const lineNet = 'order_items.discount_cents';

/** The order metric tables. */
export const tables = {
  order_daily: {
    grain: ['day', 'currency', 'source'],
    compute: orderDaily,
    madeOf: {
      discount_cents: orderNet,
      tax_cents: 'orders.tax_cents',
      shipping_cents: 'orders.shipping_cents',
      net_cents: orderNet,
      aov_cents: orderNet,
    },
  },
  order_status_daily: { grain: ['day', 'status', 'currency'], compute: orderStatusDaily },
  order_fulfilment_daily: {
    grain: ['day', 'source'],
    compute: orderFulfilmentDaily,
    madeOf: {
      shipped: 'orders.shipped_at',
      delivered: 'orders.delivered_at',
      p50_hours_to_ship: 'orders.shipped_at',
      p95_hours_to_ship: 'orders.shipped_at',
      p50_hours_to_deliver: 'orders.shipped_at orders.delivered_at',
      p95_hours_to_deliver: 'orders.shipped_at orders.delivered_at',
    },
  },
  product_daily: {
    grain: ['day', 'product_id', 'currency'],
    compute: productDaily,
    madeOf: { net_before_refunds_cents: lineNet },
  },
  product_trends_daily: {
    grain: ['day', 'product_id', 'currency'],
    compute: productTrendsDaily,
    madeOf: {
      net_before_refunds_7d_cents: lineNet,
      net_before_refunds_prior_7d_cents: lineNet,
      growth_ratio: lineNet,
      rank_in_category: lineNet,
    },
  },
  category_daily: {
    grain: ['day', 'category', 'currency'],
    compute: categoryDaily,
    madeOf: { net_before_refunds_cents: lineNet },
  },
  customer_repeat_monthly: { grain: ['first_order_month'], compute: customerRepeatMonthly },
  customer_ltv_monthly: {
    grain: ['first_order_month', 'months_since', 'currency'],
    compute: customerLtvMonthly,
    madeOf: { net_cents: orderNet, cumulative_net_cents: orderNet },
  },
  order_capture_gap_daily: { grain: ['day', 'currency'], compute: orderCaptureGapDaily },
} satisfies Tables;
