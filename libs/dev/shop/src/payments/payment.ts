import type { Purchase } from '../orders/purchase';
import type { Card } from './cards';

/** Money given back. */
export interface Refund {
  readonly createdAt: number;
  /** When it is completed, or fails, or is called off; Infinity: it stays where it is. */
  readonly endedAt: number;
  readonly end: 'completed' | 'failed' | 'cancelled';
  readonly amount: number;
  readonly currency: string;
  readonly reason: string;
  readonly initiatedBy: string;
}

/** A payment that its card's holder does not accept. */
export interface Dispute {
  readonly openedAt: number;
  readonly closedAt: number;
  readonly end: 'won' | 'lost';
  readonly reason: string;
}

/** One attempt to pay, and all that will ever happen to it. Instants in milliseconds, Infinity: never. */
export interface Payment {
  /** Position among all payments ever, in the order of time. */
  readonly index: number;
  /** What its random numbers come from. */
  readonly key: number;
  readonly purchase: Purchase;
  readonly createdAt: number;
  readonly method: string;
  readonly card: Card | null;
  readonly provider: string | null;
  readonly failureCode: string | null;
  readonly failedAt: number;
  readonly processingMs: number;
  authorizedAt: number;
  capturedAt: number;
  cancelledAt: number;
  refunds: Refund[];
  dispute: Dispute | null;
}
