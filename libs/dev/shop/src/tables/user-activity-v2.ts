import { activity } from '../activity';
import { restOf } from '../sessions';
import { timestamp } from '../time';
import type { World } from '../world';

export const copyUserActivity = `copy user_activity_v2 (id, user_id, activity_type, created_at, session_id,
  page_path, referrer, duration_seconds, device_type, platform, product_id, category_id, search_query,
  ip_address, user_agent) from stdin`;

/** When each user was last active, and when the service learned of it; 0: never. */
export interface LastActivity {
  readonly at: Float64Array;
  readonly seenAt: Float64Array;
}

const unknownTypes = ['wishlist_add', 'live_chat_open'];

/** Rows that reach the table in [from, to), with ids from `firstId` on; notes the users' last activity. */
export function* userActivityRows(
  world: World,
  scale: number,
  from: number,
  to: number,
  firstId: number,
  last: LastActivity,
): Generator<string> {
  let id = firstId;
  for (const event of activity(world, scale, from, to)) {
    // What no source should hold and some do: words outside the vocabulary, events of no known user.
    const type = id % 20_000 === 777 ? unknownTypes[id % 7 < 4 ? 0 : 1]! : event.type;
    const index = event.session.user;
    const stray = id % 60_000 === 1234;
    const user = stray ? 2_000_000_000 + id : world.ids[index]!;
    yield `${id}\t${user}\t${type}\t${timestamp(event.at)}\t${restOf(event)}\n`;
    id += 1;
    if (stray) continue;
    last.at[index] = Math.max(last.at[index]!, event.at);
    last.seenAt[index] = Math.max(last.seenAt[index]!, event.insertedAt);
  }
}
