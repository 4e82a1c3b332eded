import type { Card } from '../payments/cards';
import type { Payment } from '../payments/payment';
import type { Basket } from './basket';
import type { Oddity } from './oddities';
import type { OrderLife } from './order-life';
import type { Script } from './script';

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

/** An order with its items and its payments. The instants are Infinity until they are known. */
export interface Purchase extends Mutable<OrderLife> {
  /** What its random numbers come from. */
  readonly key: number;
  readonly basket: Basket;
  readonly coupon: string | null;
  readonly source: string | null;
  readonly country: string;
  readonly method: string;
  readonly card: Card | null;
  readonly script: Script;
  readonly oddity: Oddity | null;
  readonly payments: Payment[];
  /** Position of the first item among all items ever. */
  firstItem: number;
  processingAt: number;
  /** When all that was paid has been given back. */
  allRefundedAt: number;
  /** Nothing is left to try. */
  finished: boolean;
}

/** An order before anybody has thought about its contents. */
export interface Placed {
  readonly user: number;
  readonly createdAt: number;
  readonly key: number;
  readonly script: Script;
}
