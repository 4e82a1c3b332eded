import { shopSql } from '@acme/dev-shop';
import { query } from '@acme/testing';
import type { Chance } from './chance';
import { legacySizes, RandomLegacyRows, type LegacyRow } from './random-legacy-rows';

/** The first generation of four services, in which every column is drawn on its own and little is certain. */
export class RandomLegacySource {
  readonly #rows: RandomLegacyRows;
  readonly #next: Record<string, number> = {};
  /** Ids that were deleted, and may come again. */
  readonly #gone: Record<string, number[]> = {};

  constructor(
    private readonly url: string,
    private readonly chance: Chance,
    from: number,
    now: number,
  ) {
    this.#rows = new RandomLegacyRows(chance, from, now);
  }

  async fill(): Promise<void> {
    for (const file of ['v1-users', 'v1-orders', 'v1-payments', 'v1-notifications'])
      await query(this.url, shopSql(`${file}.sql`));
    const columns = await query<{ sql: string }>(
      this.url,
      `select format('alter table %I alter column %I drop not null', relname, attname) as sql
       from pg_attribute join pg_class on pg_class.oid = attrelid
       where relname like '%\\_legacy' and relkind = 'r' and attnotnull and attnum > 0 and attname <> 'id'`,
    );
    for (const { sql } of columns) await query(this.url, sql);
    for (const [table, size] of Object.entries(legacySizes)) await this.insert(table, size);
    await this.joinRefunds();
  }

  /** Lets time pass and changes something everywhere: rows that come, go, come again, and change in some columns. */
  async change(now: number): Promise<void> {
    this.#rows.last = this.#rows.clock;
    this.#rows.clock = now;
    for (const table of Object.keys(legacySizes)) {
      const count = 1 + this.chance.below(4);
      if (this.chance.next() < 0.6) await this.insert(table, count);
      if (this.chance.next() < 0.5) await this.remove(table, 1 + this.chance.below(2));
      if (table !== 'user_activity_legacy' && this.chance.next() < 0.8) await this.update(table, count);
    }
    if (this.chance.next() < 0.3) await this.joinRefunds();
  }

  private async insert(table: string, count: number): Promise<void> {
    const rows: LegacyRow[] = [];
    for (let nth = 0; nth < count; nth++) {
      const again = this.chance.next() < 0.5 ? this.#gone[table]?.pop() : undefined;
      const id = again ?? (this.#next[table] = (this.#next[table] ?? 0) + 1);
      rows.push({ id, ...this.#rows.row(table) });
    }
    await query(
      this.url,
      `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1) on conflict do nothing`,
      [JSON.stringify(rows)],
    );
  }

  private async remove(table: string, count: number): Promise<void> {
    const ids = Array.from({ length: count }, () => this.idOf(table));
    await query(this.url, `delete from ${table} where id = any ($1)`, [ids]);
    (this.#gone[table] ??= []).push(...ids);
  }

  /** Some columns of some rows get other values; updated_at follows, as the contract says. */
  private async update(table: string, count: number): Promise<void> {
    for (let nth = 0; nth < count; nth++) {
      const row = this.#rows.row(table);
      const columns = Object.keys(row).filter((name) => name !== 'updated_at' && this.chance.next() < 0.35);
      const changed = [...columns, 'updated_at'];
      await query(
        this.url,
        `update ${table} as t set (${changed.join(', ')}) = row(${changed.map((name) => `n.${name}`).join(', ')})
         from jsonb_populate_record(null::${table}, $1) as n where t.id = $2`,
        [JSON.stringify({ ...row, updated_at: this.#rows.touched() }), this.idOf(table)],
      );
    }
  }

  /** Refunds drawn on their own are hardly ever sound: some get the order of their payment. */
  private async joinRefunds(): Promise<void> {
    await query(
      this.url,
      `update refunds_legacy as refunds set order_id = payments.order_id, updated_at = $1
       from payments_legacy as payments
       where payments.id = refunds.payment_id and refunds.id % 3 > 0 and refunds.order_id is distinct from payments.order_id`,
      [this.#rows.touched()],
    );
  }

  private idOf(table: string): number {
    return 1 + this.chance.below(this.#next[table] ?? 1);
  }
}
