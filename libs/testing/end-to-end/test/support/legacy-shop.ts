import {
  builtApp,
  environmentOf,
  openShop,
  query,
  type Finished,
  type Shop,
  type TestDatabase,
} from '@acme/testing';
import { disagreements, settingsOf, type Flags } from './disagreements';

export const allLegacy: Flags = { legacyEtl: true, v1Schema: true };
export const v2FromLegacy: Flags = { legacyEtl: true, v1Schema: false };

/** The columns of an order that tests care about; the others are NULL. */
export interface LegacyOrder {
  readonly id: string | number;
  readonly total: number | string;
  readonly items?: string | null;
  readonly status?: string;
}

/** A small shop with its legacy tables, and what tests do with it. */
export class LegacyShop {
  private readonly app = builtApp('cli');

  private constructor(
    readonly shop: Shop,
    readonly now: string,
  ) {}

  static async open(now = '2026-11-20T06:00:00Z'): Promise<LegacyShop> {
    return new LegacyShop(await openShop({ users: 80, days: 60 }), now);
  }

  close(): Promise<void> {
    return this.shop.close();
  }

  /** Runs jobs; `all` unless named. */
  run(
    flags: Flags,
    { job = 'all', warehouse = this.shop.warehouse, environment = {} }: RunOptions = {},
  ): Promise<Finished> {
    return this.app.run(
      environmentOf({ ...this.shop, warehouse }, { ...settingsOf(flags), RUN_NOW: this.now, ...environment }),
      ['run', job],
    );
  }

  /** The same, and insists that it ends 0. */
  async runWell(flags: Flags, options: RunOptions = {}): Promise<Finished> {
    const finished = await this.run(flags, options);
    if (finished.code !== 0) throw new Error(`ended ${finished.code}: ${finished.stderr}${finished.stdout}`);
    return finished;
  }

  compare(flags: Flags, warehouse: TestDatabase = this.shop.warehouse): Promise<Record<string, string[]>> {
    return disagreements(this.shop.source.url, warehouse.url, 'UTC', this.now, flags);
  }

  source(sql: string, values?: readonly unknown[]): Promise<unknown[]> {
    return query(this.shop.source.url, sql, values);
  }

  warehouse<Row extends Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]> {
    return query<Row>(this.shop.warehouse.url, sql, values);
  }

  order({ id, total, items = '[]', status = 'completed' }: LegacyOrder): Promise<unknown[]> {
    return this.source(
      `insert into orders_legacy (id, user_id, total_amount, status, items_json, item_count, created_at, updated_at)
       values ($1, 1, $2, $3, $4, 1, '2026-11-10 10:00', '2026-11-10 10:00')`,
      [id, total, status, items],
    );
  }

  payment(
    id: number,
    orderId: number | null,
    amount: number,
    currency: string,
    status = 'success',
  ): Promise<unknown[]> {
    return this.source(
      `insert into payments_legacy (id, order_id, user_id, amount, currency, status, payment_method, created_at, processed_at, updated_at)
       values ($1, $2, 1, $3, $4, $5, 'card', '2026-11-10 10:00', '2026-11-10 10:01', '2026-11-10 10:01')`,
      [id, orderId, amount, currency, status],
    );
  }

  refund(id: number, paymentId: number, orderId: number, amount: number): Promise<unknown[]> {
    return this.source(
      `insert into refunds_legacy (id, payment_id, order_id, amount, reason, status, created_at, processed_at, updated_at)
       values ($1, $2, $3, $4, 'other', 'completed', '2026-11-12 10:00', '2026-11-12 11:00', '2026-11-12 11:00')`,
      [id, paymentId, orderId, amount],
    );
  }

  /** An order as core has it: currency and total, and its lines' prices. */
  async inCore(id: number): Promise<string | undefined> {
    const [row] = await this.warehouse<{ told: string }>(
      `select concat_ws(' ', currency, total_cents, (
         select string_agg(unit_price_cents::text, ',' order by id)
         from core.order_items where order_id = orders.id)) as told
       from core.orders where id = $1`,
      [id],
    );
    return row?.told;
  }

  async reasonsOf(entity: string, id: number | string): Promise<string[] | undefined> {
    const [row] = await this.warehouse<{ reasons: string[] }>(
      'select reasons from etl.quarantine where entity = $1 and source_id = $2',
      [entity, id],
    );
    return row?.reasons;
  }
}

interface RunOptions {
  readonly job?: string;
  readonly warehouse?: TestDatabase;
  readonly environment?: Record<string, string>;
}
