import { groupBy } from '../base/numbers';
import type { Row } from '../base/types';
import type { World } from '../base/world';

/**
 * Grain: identity_hash ("never of users with neither e-mail nor phone": `identityOf` gives null).
 * "Groups of two or more open accounts: `duplicate_count` (users in the group), `user_tokens`", which
 * come in ascending order of their code units. Open: not deleted before now.
 */
export function userDuplicates(world: World): Row[] {
  const open = world.users.filter((user) => user.deletedAt === null);
  const identified = open.flatMap((user) => {
    const identity = world.input.identityOf(user.source);
    return identity === null ? [] : [{ identity, token: world.input.tokenOf(user.id) }];
  });
  return groupBy(identified, ({ identity }) => ({ identity_hash: identity }))
    .filter(({ items }) => items.length >= 2)
    .map(({ grain, items }) => ({
      ...grain,
      duplicate_count: items.length,
      user_tokens: items.map(({ token }) => token).sort(),
    }));
}
