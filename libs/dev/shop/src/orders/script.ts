import type { Card } from '../payments/cards';
import type { Wish } from './basket';

/** A payment attempt that a story prescribes. */
export interface ScriptedAttempt {
  readonly at: number;
  readonly card: Card | null;
  readonly failureCode: string | null;
}

/** What a story wants of an order; an everyday order has an empty script. */
export interface Script {
  readonly wanted?: Wish['wanted'];
  readonly digital?: boolean;
  readonly provider?: string;
  readonly card?: Card;
  /** Instead of the usual tries; without a success among them nobody tries again. */
  readonly attempts?: readonly ScriptedAttempt[];
  /** Tries again at once, and waits only then. */
  readonly insistent?: boolean;
  /** How it goes on once it is paid. */
  readonly ending?: 'kept' | 'fraud' | 'chargeback' | 'abuse';
}

export const everyday: Script = {};
