/** All that will ever happen to one order; instants in milliseconds, Infinity: never. */
export interface OrderLife {
  /** Position among all orders ever, in the order of creation. */
  readonly index: number;
  /** Position of the user in the world. */
  readonly user: number;
  readonly currency: string;
  readonly createdAt: number;
  readonly confirmedAt: number;
  readonly shippedAt: number;
  readonly deliveredAt: number;
  readonly cancelledAt: number;
  readonly firstPaymentFailedAt: number;
  readonly paidAt: number;
  /** The first completed refund. */
  readonly refundedAt: number;
}
