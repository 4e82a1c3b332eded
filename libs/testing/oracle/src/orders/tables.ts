import type { Tables } from '../base/table';
import { orderCaptureGapDaily } from './capture-gap';
import { customerLtvMonthly, customerRepeatMonthly } from './customers';
import { orderDaily, orderStatusDaily } from './daily';
import { orderFulfilmentDaily } from './fulfilment';
import { categoryDaily, productDaily } from './products';
import { productTrendsDaily } from './trends';

/** The order metric tables. */
export const orderTables = {
  order_daily: { grain: ['day', 'currency', 'source'], compute: orderDaily },
  order_status_daily: { grain: ['day', 'status', 'currency'], compute: orderStatusDaily },
  order_fulfilment_daily: { grain: ['day', 'source'], compute: orderFulfilmentDaily },
  product_daily: { grain: ['day', 'product_id', 'currency'], compute: productDaily },
  product_trends_daily: { grain: ['day', 'product_id', 'currency'], compute: productTrendsDaily },
  category_daily: { grain: ['day', 'category', 'currency'], compute: categoryDaily },
  customer_repeat_monthly: { grain: ['first_order_month'], compute: customerRepeatMonthly },
  customer_ltv_monthly: {
    grain: ['first_order_month', 'months_since', 'currency'],
    compute: customerLtvMonthly,
  },
  order_capture_gap_daily: { grain: ['day', 'currency'], compute: orderCaptureGapDaily },
} satisfies Tables;
