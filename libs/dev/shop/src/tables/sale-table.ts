/** How rows of one table are written from what they tell of. */
export interface SaleTable<T> {
  readonly name: SaleTableName;
  /** All columns in the order of a line, `id` first. */
  readonly columns: readonly string[];
  /** Those of them that change in a row's life. */
  readonly changing: readonly string[];
  /** Position among all rows of the table ever; a row that is made earlier has an earlier one. */
  index(item: T): number;
  madeAt(item: T): number;
  /** Whose it is, by position in the world. */
  user(item: T): number;
  /** The latest event of the row before `until`. */
  changedAt(item: T, until: number): number;
  /** The fields of the row as it stands at `until`. */
  fields(item: T, until: number, ids: Ids): readonly (string | null)[];
}

export const saleTableNames = [
  'orders_v2',
  'order_items_v2',
  'payments_v2',
  'refunds_v2',
  'disputes_v2',
] as const;
export type SaleTableName = (typeof saleTableNames)[number];

/** The ids of rows by their positions. */
export type Ids = Readonly<Record<SaleTableName, (index: number) => number>> & {
  user(index: number): number;
};

/** The latest of the instants that lie before `until`. */
export const latestBefore = (until: number, instants: readonly number[]): number =>
  instants.reduce((latest, at) => (at < until ? Math.max(latest, at) : latest), -Infinity);

export const bool = (value: boolean): string => (value ? 't' : 'f');
