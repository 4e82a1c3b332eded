import type { Client } from 'pg';
import type { SaleTableName } from './tables/sale-table';

export type ShopTable = 'users_v2' | 'user_activity_v2' | SaleTableName;

/** The id that the next row of the table will get. */
export async function nextId(client: Client, table: ShopTable): Promise<number> {
  const { rows } = await client.query<{ next: string }>(
    `select last_value + is_called::int as next from ${table}_id_seq`,
  );
  return Number(rows[0]!.next);
}

/** Moves the sequence past ids that COPY has written, so that plain inserts go on after them. */
export async function skipIds(client: Client, table: ShopTable, next: number): Promise<void> {
  await client.query('select setval($1::regclass, $2::bigint, false)', [`${table}_id_seq`, next]);
}
