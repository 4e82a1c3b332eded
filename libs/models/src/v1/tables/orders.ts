import { z } from 'zod';
import { count, date, double, outputTable, text } from '../column';

export const orderTables = [
  outputTable(
    'order_analytics',
    z.object({
      order_date: date('Local day on which the orders were created.'),
      status: text('pending, completed, cancelled or refunded.'),
      order_count: count('Orders.'),
      total_revenue: double('Their totals in major units, added across currencies.'),
      avg_order_value: double('total_revenue / order_count.'),
    }),
  ),
];
