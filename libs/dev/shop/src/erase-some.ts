import type { Client } from 'pg';
import { mix, purpose, Random } from './random';
import { nextId } from './sequences';
import type { ShopState } from './state';
import { dayOf } from './time';
import type { World } from './world';

/**
 * Deletes a few users and a few events for good, as a request for erasure or a clean-up does: nothing
 * in the tables says so. Half of the users take their events along. Draws among the first `known` users
 * and marks them in the world.
 */
export async function eraseSome(
  client: Client,
  world: World,
  known: number,
  state: ShopState,
  until: number,
) {
  const random = new Random(mix(state.seed, purpose.erasure, dayOf(state.until), dayOf(until)));
  const users = draw(Math.max(2, Math.round(known / 2500)), () => random.below(known));
  for (const index of users) world.erased[index] = 1;
  const ids = users.map((index) => world.ids[index]!);
  const withEvents = ids.filter((_, nth) => nth % 2 === 0);
  const next = await nextId(client, 'user_activity_v2');
  const events = draw(Math.max(5, Math.round(next / 100_000)), () => 1 + random.below(next - 1));
  const count = async (sql: string, values: number[]) => (await client.query(sql, [values])).rowCount ?? 0;
  return {
    erasedUsers: await count('delete from users_v2 where id = any($1::bigint[])', ids),
    erasedEvents:
      (await count('delete from user_activity_v2 where user_id = any($1::bigint[])', withEvents)) +
      (await count('delete from user_activity_v2 where id = any($1::bigint[])', events)),
  };
}

const draw = (count: number, one: () => number) => [...new Set(Array.from({ length: count }, one))];
