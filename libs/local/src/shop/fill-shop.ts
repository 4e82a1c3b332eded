import { UsageError } from '@acme/errors';
import { findSqlRoot, readSql } from '@acme/db';
import { activityScale } from './activity-scale';
import { copyRows } from './copy-rows';
import { registrationScale } from './registrations';
import { skipIds } from './sequences';
import { inUsersDatabase, type ShopConnections } from './session';
import { readState, writeBatch, writeState } from './state';
import { copyUserActivity, userActivityRows, type LastActivity } from './tables/user-activity-v2';
import { copyUsers, userRow } from './tables/users-v2';
import { day, startOfUtcDay } from './time';
import { wholeNumber } from './whole-number';
import { World } from './world';

export interface FillOptions {
  readonly connections: ShopConnections;
  /** Whole number; the same options give the same rows. */
  readonly seed: number;
  /** How many users have registered by `until`. */
  readonly users: number;
  /** The shop's age in days at `until`. */
  readonly days: number;
  /** The exclusive end of the shop's time: no row is younger. Default: the last midnight in UTC. */
  readonly until?: Date;
  /** Mean over all users, whenever they registered; default 80. */
  readonly eventsPerUser?: number;
}

/** How many rows were written. */
export interface FillReport {
  readonly users: number;
  readonly events: number;
  readonly until: Date;
}

/**
 * Makes the shop's tables and fills them, in one transaction. Throws UsageError when there is a shop
 * already, or a number is none to make one of.
 */
export async function fillShop(options: FillOptions): Promise<FillReport> {
  const { connections, seed, users, days, eventsPerUser = 80 } = options;
  wholeNumber('users', users);
  wholeNumber('days', days);
  const until = options.until?.getTime() ?? startOfUtcDay(Date.now());
  const openedAt = until - days * day;
  return inUsersDatabase(connections, async (client) => {
    if (await readState(client)) {
      throw new UsageError('the shop is filled already', 'advance it, or delete it and start afresh');
    }
    for (const file of ['state.sql', 'v2-users.sql'])
      await client.query(readSql(findSqlRoot(), 'shop', file));
    const plan = { seed, openedAt, registrationScale: registrationScale(seed, openedAt, days, users) };
    const batch = { firstIndex: 0, firstId: 1 };
    const world = new World(plan, days, [batch]);
    const scale = activityScale(world, until, eventsPerUser);
    const last = noActivity(world);
    const events = await copyRows(
      client,
      copyUserActivity,
      userActivityRows(world, scale, openedAt, until, 1, last),
    );
    const written = await copyRows(client, copyUsers('users_v2'), userRows(world, until, last));
    await skipIds(client, 'users_v2', world.count + 1);
    await skipIds(client, 'user_activity_v2', events + 1);
    await writeBatch(client, batch);
    await writeState(client, { ...plan, activityScale: scale, until });
    await client.query('analyze users_v2, user_activity_v2');
    return { users: written, events, until: new Date(until) };
  });
}

/** Room to note when the world's users were active. */
export const noActivity = (world: World): LastActivity => ({
  at: new Float64Array(world.count),
  seenAt: new Float64Array(world.count),
});

function* userRows(world: World, until: number, last: LastActivity): Generator<string> {
  for (let index = 0; index < world.count; index += 1) yield userRow(world, index, until, last);
}
