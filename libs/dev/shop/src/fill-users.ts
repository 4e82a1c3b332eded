import type { Client } from 'pg';
import { copyRows } from './copy-rows';
import type { IdBatch } from './ids';
import { skipIds } from './sequences';
import { writeBatch } from './state';
import { copyUserActivity, userActivityRows, type LastActivity } from './tables/user-activity-v2';
import { copyUsers, userRow } from './tables/users-v2';
import type { World } from './world';

/** Fills the tables of the users service, with ids from 1 on; gives the numbers of rows. */
export async function fillUsers(
  client: Client,
  world: World,
  batch: IdBatch,
  scale: number,
  until: number,
): Promise<{ users: number; events: number }> {
  const last = noActivity(world);
  const rows = userActivityRows(world, scale, world.plan.openedAt, until, 1, last);
  const events = await copyRows(client, copyUserActivity, rows);
  const users = await copyRows(client, copyUsers('users_v2'), userRows(world, until, last));
  await skipIds(client, 'users_v2', world.count + 1);
  await skipIds(client, 'user_activity_v2', events + 1);
  await writeBatch(client, 'users_v2', batch);
  return { users, events };
}

/** Room to note when the world's users were active. */
export const noActivity = (world: World): LastActivity => ({
  at: new Float64Array(world.count),
  seenAt: new Float64Array(world.count),
});

function* userRows(world: World, until: number, last: LastActivity): Generator<string> {
  for (let index = 0; index < world.count; index += 1) yield userRow(world, index, until, last);
}
