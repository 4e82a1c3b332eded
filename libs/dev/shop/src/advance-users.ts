import type { Client } from 'pg';
import { copyRows } from './copy-rows';
import { eraseSome } from './erase-some';
import { noActivity } from './fill-users';
import { nextId, skipIds } from './sequences';
import { readBatches, writeBatch, type ShopState } from './state';
import { copyUserActivity, userActivityRows, type LastActivity } from './tables/user-activity-v2';
import { changesBetween, copyUsers, userRow } from './tables/users-v2';
import { day } from './time';
import { World } from './world';

/** How many rows of the users service came, changed and went. */
export interface UserChanges {
  readonly newUsers: number;
  readonly changedUsers: number;
  readonly newEvents: number;
  readonly erasedUsers: number;
  readonly erasedEvents: number;
}

/** Registrations, events, changes of accounts and erasures until `until`; gives the world as it is then. */
export async function advanceUsers(
  client: Client,
  state: ShopState,
  until: number,
): Promise<{ world: World; changes: UserChanges }> {
  const { world, known } = await readWorld(client, state, until);
  const erased = await eraseSome(client, world, known, state, until);
  const last = noActivity(world);
  const firstEvent = await nextId(client, 'user_activity_v2');
  const rows = userActivityRows(world, state.activityScale, state.until, until, firstEvent, last);
  const newEvents = await copyRows(client, copyUserActivity, rows);
  await skipIds(client, 'user_activity_v2', firstEvent + newEvents);
  const newUsers = await copyRows(client, copyUsers('users_v2'), newRows(world, known, until, last));
  if (newUsers > 0) await skipIds(client, 'users_v2', world.ids[known]! + newUsers);
  const changedUsers = await updateUsers(client, changedRows(world, known, state.until, until, last));
  return { world, changes: { newUsers, changedUsers, newEvents, ...erased } };
}

/** Everybody until `until`; the first `known` of them had registered before. */
async function readWorld(client: Client, state: ShopState, until: number) {
  const { rows } = await client.query<{ id: string }>('select id from users_v2');
  const present = new Set(rows.map(({ id }) => Number(id)));
  const dayCount = (end: number) => Math.round((end - state.openedAt) / day);
  const known = new World(state, dayCount(state.until)).count;
  const batch = { firstIndex: known, firstId: await nextId(client, 'users_v2') };
  const world = new World(state, dayCount(until), [...(await readBatches(client, 'users_v2')), batch]);
  if (world.count > known) await writeBatch(client, 'users_v2', batch);
  for (let index = 0; index < known; index += 1) world.erased[index] = present.has(world.ids[index]!) ? 0 : 1;
  return { world, known };
}

function* newRows(world: World, known: number, until: number, last: LastActivity): Generator<string> {
  for (let index = known; index < world.count; index += 1) yield userRow(world, index, until, last);
}

function* changedRows(
  world: World,
  known: number,
  from: number,
  until: number,
  last: LastActivity,
): Generator<string> {
  for (let index = 0; index < known; index += 1) {
    if (world.erased[index]) continue;
    if (last.seenAt[index]! > 0 || changesBetween(world.life(index), from, until)) {
      yield userRow(world, index, until, last);
    }
  }
}

async function updateUsers(client: Client, rows: Iterable<string>): Promise<number> {
  await client.query('create temp table changed (like users_v2) on commit drop');
  await copyRows(client, copyUsers('changed'), rows);
  const { rowCount } = await client.query(
    `update users_v2
        set status = changed.status,
            subscription_tier = changed.subscription_tier,
            email_verified_at = changed.email_verified_at,
            updated_at = changed.updated_at,
            last_activity_at = greatest(users_v2.last_activity_at, changed.last_activity_at),
            deleted_at = changed.deleted_at,
            country_code = changed.country_code,
            timezone = changed.timezone
       from changed
      where users_v2.id = changed.id`,
  );
  return rowCount ?? 0;
}
