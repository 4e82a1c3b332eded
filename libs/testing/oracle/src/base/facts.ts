import type { Calendar } from './calendar';
import { breaksNothing, refundKeepsContract } from './fact-contract';
import type { Dispute, Facts, Notification, Order, Payment, Refund } from './fact-types';
import { upperCased } from './limits';
import { toMicros, type SourceRow } from './types';

export type { Facts, Notification, Order, OrderItem, Payment, Refund } from './fact-types';

interface Rows {
  orders?: SourceRow[];
  orderItems?: SourceRow[];
  payments?: SourceRow[];
  refunds?: SourceRow[];
  disputes?: SourceRow[] | null;
  notifications?: SourceRow[];
}

/**
 * What the rows that keep the contract say as of `now`: a row created at or after now is not there yet, an
 * instant at or after now has not happened.
 */
export function readFacts(
  rows: Rows,
  now: number,
  calendar: Calendar,
  mayBeNull: ReadonlySet<string> = new Set(),
): Facts {
  const instant = (value: string | null | undefined) => {
    const micros = value === null || value === undefined ? null : toMicros(value);
    return micros !== null && micros < now ? micros : null;
  };
  const cents = (value: string | null | undefined) =>
    value === null || value === undefined ? 0 : Number(value);
  const created = (row: SourceRow) => toMicros(row.created_at!);
  const present = (row: SourceRow) => created(row) < now;
  const allPayments = (rows.payments ?? []).map(upperCased);
  const soundPayments = allPayments.filter(breaksNothing('payments', mayBeNull));
  const capturedBy = new Map(allPayments.map((row) => [row.id!, row]));

  const orders = (rows.orders ?? [])
    .map(upperCased)
    .filter(breaksNothing('orders', mayBeNull))
    .filter(present)
    .map((row): Order => {
      const cancelledAt = instant(row.cancelled_at);
      return {
        id: row.id!,
        row,
        userId: row.user_id!,
        status: row.status!,
        currency: row.currency!,
        source: row.source!,
        discountCents: cents(row.discount_cents),
        taxCents: cents(row.tax_cents),
        shippingCents: cents(row.shipping_cents),
        totalCents: cents(row.total_cents),
        createdAt: created(row),
        day: calendar.dayOf(created(row)),
        confirmedAt: instant(row.confirmed_at),
        shippedAt: instant(row.shipped_at),
        deliveredAt: instant(row.delivered_at),
        cancelledAt,
        valid: cancelledAt === null && row.status !== 'cancelled',
        items: [],
      };
    });
  const orderById = new Map(orders.map((order) => [order.id, order]));
  for (const row of (rows.orderItems ?? []).filter(breaksNothing('order_items', mayBeNull)).filter(present)) {
    orderById.get(row.order_id!)?.items.push({
      id: row.id!,
      row,
      orderId: row.order_id!,
      productId: row.product_id!,
      productName: row.product_name!,
      category: row.category!,
      quantity: cents(row.quantity),
      unitPriceCents: cents(row.unit_price_cents),
      discountCents: cents(row.discount_cents),
      updatedAt: toMicros(row.updated_at!),
    });
  }
  const payments = soundPayments.filter(present).map((row): Payment => ({
    id: row.id!,
    row,
    orderId: row.order_id!,
    userId: row.user_id!,
    currency: row.currency!,
    status: row.status!,
    provider: row.provider!,
    method: row.payment_method!,
    cardBrand: row.card_brand!,
    card: row.card_fingerprint!,
    cardCountry: row.card_country!,
    failureCode: row.failure_code!,
    processingMs: row.processing_time_ms === null ? null : Number(row.processing_time_ms),
    amountCents: cents(row.amount_cents),
    capturedCents: cents(row.captured_cents),
    createdAt: created(row),
    day: calendar.dayOf(created(row)),
    authorizedAt: instant(row.authorized_at),
    capturedAt: instant(row.captured_at),
    failedAt: instant(row.failed_at),
  }));
  const refunds = (rows.refunds ?? [])
    .map(upperCased)
    .filter(breaksNothing('refunds', mayBeNull))
    .filter((row) => refundKeepsContract(row, capturedBy.get(row.payment_id!)))
    .filter(present)
    .map((row): Refund => ({
      id: row.id!,
      row,
      paymentId: row.payment_id!,
      orderId: row.order_id ?? null,
      currency: row.currency!,
      reason: row.reason!,
      amountCents: cents(row.amount_cents),
      completedAt: row.status === 'completed' ? instant(row.processed_at) : null,
    }));
  const disputes =
    rows.disputes === null
      ? null
      : (rows.disputes ?? [])
          .map(upperCased)
          .filter(breaksNothing('disputes', mayBeNull))
          .map((row): Dispute => ({
            id: row.id!,
            row,
            paymentId: row.payment_id!,
            currency: row.currency!,
            reason: row.reason!,
            status: row.status!,
            amountCents: cents(row.amount_cents),
            openedAt: instant(row.opened_at),
          }));
  const notifications = (rows.notifications ?? [])
    .filter(breaksNothing('notifications', mayBeNull))
    .filter(present)
    .map((row): Notification => ({
      id: row.id!,
      row,
      userId: row.user_id!,
      channel: row.channel!,
      type: row.notification_type!,
      status: row.status!,
      template: row.template_id!,
      orderId: row.order_id!,
      campaignId: row.campaign_id!,
      provider: row.provider!,
      failureCode: row.failure_code!,
      retryCount: cents(row.retry_count),
      createdAt: created(row),
      day: calendar.dayOf(created(row)),
      sentAt: instant(row.sent_at),
      deliveredAt: instant(row.delivered_at),
      openedAt: instant(row.opened_at),
      clickedAt: instant(row.clicked_at),
      bouncedAt: instant(row.bounced_at),
      failedAt: instant(row.failed_at),
      unsubscribedAt: instant(row.unsubscribed_at),
      complainedAt: instant(row.complained_at),
    }));
  return {
    orders,
    orderById,
    payments,
    paymentById: new Map(payments.map((payment) => [payment.id, payment])),
    refunds,
    disputes,
    notifications,
  };
}
