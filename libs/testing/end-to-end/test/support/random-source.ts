import { query } from '@acme/testing';
import type { Chance } from './chance';
import { emptyShop } from './empty-shop';
import { RandomRows, sizes, type Row } from './random-rows';

/**
 * Four services whose rows have nothing in common with a shop: every column is drawn on its own, so that
 * every combination comes up that a contract allows, and some that it does not.
 */
export class RandomSource {
  readonly #rows: RandomRows;
  readonly #next: Record<string, number> = {};

  constructor(
    private readonly url: string,
    private readonly chance: Chance,
    from: number,
    now: number,
  ) {
    this.#rows = new RandomRows(chance, from, now);
  }

  async fill(): Promise<void> {
    await emptyShop(this.url);
    for (const [table, size] of Object.entries(sizes)) await this.insert(table, size);
  }

  /** Lets time pass and changes something everywhere: rows that come, go, and change in some columns. */
  async change(now: number): Promise<void> {
    this.#rows.last = this.#rows.clock;
    this.#rows.clock = now;
    for (const table of Object.keys(sizes)) {
      const count = 1 + this.chance.below(4);
      if (this.chance.next() < 0.6) await this.insert(table, count);
      if (this.chance.next() < 0.5) await this.remove(table, 1 + this.chance.below(2));
      if (table !== 'user_activity_v2' && this.chance.next() < 0.8) await this.update(table, count);
    }
  }

  private async insert(table: string, count: number): Promise<void> {
    const rows: Row[] = [];
    for (let nth = 0; nth < count; nth++) {
      const id = (this.#next[table] = (this.#next[table] ?? 0) + 1);
      rows.push({ id, ...this.#rows.row(table) });
    }
    await query(this.url, `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)`, [
      JSON.stringify(rows),
    ]);
  }

  private async remove(table: string, count: number): Promise<void> {
    const ids = Array.from({ length: count }, () => this.idOf(table));
    await query(this.url, `delete from ${table} where id = any ($1)`, [ids]);
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

  private idOf(table: string): number {
    return 1 + this.chance.below(this.#next[table] ?? 1);
  }
}
