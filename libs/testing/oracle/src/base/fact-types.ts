import type { Day } from './calendar';
import type { SourceRow } from './types';

/** Instants are microseconds, null when they have not happened before now; amounts are minor units. */
export interface Order {
  id: string;
  /** All columns of the source's row, as text. */
  row: SourceRow;
  userId: string;
  /** The status loaded now. */
  status: string;
  currency: string;
  /** null: unknown. */
  source: string | null;
  discountCents: number;
  taxCents: number;
  shippingCents: number;
  totalCents: number;
  createdAt: number;
  day: Day;
  confirmedAt: number | null;
  shippedAt: number | null;
  deliveredAt: number | null;
  cancelledAt: number | null;
  /** "Cancelled = cancelled_at before now or status cancelled; valid = not cancelled." */
  valid: boolean;
  items: OrderItem[];
}

export interface OrderItem {
  id: string;
  /** All columns of the source's row, as text. */
  row: SourceRow;
  orderId: string;
  productId: string;
  productName: string | null;
  category: string | null;
  quantity: number;
  unitPriceCents: number;
  discountCents: number;
  updatedAt: number;
}

export interface Payment {
  id: string;
  /** All columns of the source's row, as text. */
  row: SourceRow;
  orderId: string | null;
  userId: string;
  currency: string;
  status: string;
  provider: string | null;
  method: string | null;
  cardBrand: string | null;
  /** Identity of the card, null without one: equal text, equal card. */
  card: string | null;
  cardCountry: string | null;
  failureCode: string | null;
  processingMs: number | null;
  amountCents: number;
  /** NULL counts as 0. Whether it counts at all, `capturedAt` says. */
  capturedCents: number;
  createdAt: number;
  day: Day;
  authorizedAt: number | null;
  capturedAt: number | null;
  failedAt: number | null;
}

export interface Refund {
  id: string;
  /** All columns of the source's row, as text. */
  row: SourceRow;
  paymentId: string;
  orderId: string | null;
  currency: string;
  reason: string | null;
  amountCents: number;
  /** "Refunded = status completed and processed_at before now": null for any other refund. */
  completedAt: number | null;
}

export interface Dispute {
  id: string;
  /** All columns of the source's row, as text. */
  row: SourceRow;
  paymentId: string;
  currency: string;
  reason: string | null;
  status: string;
  amountCents: number;
  openedAt: number | null;
}

export interface Notification {
  id: string;
  /** All columns of the source's row, as text. */
  row: SourceRow;
  userId: string;
  channel: string | null;
  type: string | null;
  status: string;
  template: string | null;
  orderId: string | null;
  campaignId: string | null;
  provider: string | null;
  failureCode: string | null;
  retryCount: number;
  createdAt: number;
  day: Day;
  sentAt: number | null;
  deliveredAt: number | null;
  openedAt: number | null;
  clickedAt: number | null;
  bouncedAt: number | null;
  failedAt: number | null;
  unsubscribedAt: number | null;
  complainedAt: number | null;
}

export interface Facts {
  orders: Order[];
  orderById: Map<string, Order>;
  payments: Payment[];
  paymentById: Map<string, Payment>;
  refunds: Refund[];
  /** null: the source cannot tell. */
  disputes: Dispute[] | null;
  notifications: Notification[];
}
