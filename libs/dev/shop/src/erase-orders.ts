import type { Client } from 'pg';
import { mix, purpose, Random } from './random';
import type { ShopState } from './state';
import { dayOf } from './time';

/** Deletes a few orders for good, with their items, as a clean-up does: nothing in the tables says so. */
export async function eraseOrders(client: Client, state: ShopState, until: number) {
  const random = new Random(mix(state.seed, purpose.orderErasure, dayOf(state.until), dayOf(until)));
  const { rows } = await client.query<{ id: string }>('select id from orders_v2 order by id');
  const count = Math.min(rows.length, Math.max(2, Math.round(rows.length / 5000)));
  const ids = Array.from({ length: count }, () => rows[random.below(rows.length)]!.id);
  const erased = async (sql: string) => (await client.query(sql, [ids])).rowCount ?? 0;
  return {
    orders: await erased('delete from orders_v2 where id = any($1::bigint[])'),
    items: await erased('delete from order_items_v2 where order_id = any($1::bigint[])'),
  };
}
