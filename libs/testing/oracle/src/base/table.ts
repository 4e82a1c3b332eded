import type { Row } from './types';
import type { World } from './world';

/** A metric table: what identifies its rows, and how they follow from the world. */
export interface Table {
  grain: string[];
  compute: (world: World) => Row[];
  /** Columns, and the source columns ('orders.discount_cents', or several) each cannot do without. */
  madeOf?: Readonly<Record<string, string>>;
}

/** What a file of the oracle exports as `tables`: the tables that it computes, by name. */
export type Tables = Record<string, Table>;
