import type { Service } from '@acme/config';
import { purchases } from './orders/purchases';
import type { Payment } from './payments/payment';
import { disputesTable, type FiledDispute } from './tables/disputes-v2';
import { linesOf, orderItemsTable } from './tables/order-items-v2';
import { ordersTable } from './tables/orders-v2';
import { paymentsTable } from './tables/payments-v2';
import { refundsTable, type FiledRefund } from './tables/refunds-v2';
import type { SaleTable } from './tables/sale-table';
import type { World } from './world';

/** A table with all its rows ever, by their index. */
export interface Sales {
  readonly service: Service;
  readonly table: SaleTable<unknown>;
  readonly items: readonly unknown[];
}

/** All that a shop's first `days` days sell, and what comes of it, table by table. */
export function salesOf(world: World, days: number): Sales[] {
  const orders = [...purchases(world, days)];
  const payments = orders.flatMap((order) => order.payments).sort((a, b) => a.index - b.index);
  return [
    sales('orders', ordersTable(world), orders),
    sales('orders', orderItemsTable(world), [...linesOf(orders)]),
    sales('payments', paymentsTable(world), payments),
    sales('payments', refundsTable, refundsOf(payments)),
    sales('payments', disputesTable, disputesOf(payments)),
  ];
}

const sales = <T>(service: Service, table: SaleTable<T>, items: readonly T[]): Sales => ({
  service,
  table: table as SaleTable<unknown>,
  items,
});

const refundsOf = (payments: readonly Payment[]): FiledRefund[] =>
  payments
    .flatMap((payment) => payment.refunds.map((refund) => ({ payment, refund })))
    .sort((a, b) => a.refund.createdAt - b.refund.createdAt || a.payment.index - b.payment.index)
    .map((filed, index) => ({ index, ...filed }));

const disputesOf = (payments: readonly Payment[]): FiledDispute[] =>
  payments
    .flatMap((payment) => (payment.dispute ? [{ payment, dispute: payment.dispute }] : []))
    .sort((a, b) => a.dispute.openedAt - b.dispute.openedAt || a.payment.index - b.payment.index)
    .map((filed, index) => ({ index, ...filed }));
