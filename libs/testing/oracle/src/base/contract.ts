import { instantsArePossible } from './instants';
import { breachesOfLimits } from './limits';
import type { SourceEvent, SourceUser } from './types';

const STATUSES = new Set(['active', 'inactive', 'suspended', 'churned', 'pending_verification']);
const TIERS = new Set(['free', 'basic', 'premium', 'enterprise']);
const ACTIVITY_TYPES = new Set([
  'login',
  'logout',
  'page_view',
  'search',
  'product_view',
  'add_to_cart',
  'checkout_start',
  'purchase',
  'review_submit',
  'profile_update',
]);

export const NEVER_NULL = {
  users: ['id', 'status', 'created_at', 'updated_at'],
  user_activity: ['id', 'user_id', 'activity_type', 'created_at'],
} as const;

/**
 * "Never NULL: ids, foreign ids, status, created_at, updated_at. Everything else may be." Rows that
 * break the contract are quarantined: here, they are simply not there.
 */
export function keepsUserContract(user: SourceUser): boolean {
  needColumns(user, ['email_verified_at', 'deleted_at', 'signup_source', 'country_code']);
  needColumns(user, ['id', 'status', 'subscription_tier', 'created_at', 'updated_at']);
  const complete = NEVER_NULL.users.every((column) => user[column] !== null);
  const knownStatus = STATUSES.has(user.status ?? '');
  const knownTier = user.subscription_tier === null || TIERS.has(user.subscription_tier);
  const withinLimits = breachesOfLimits('users', user).length === 0;
  return complete && knownStatus && knownTier && withinLimits && instantsArePossible(user);
}

/** A NULL activity_type is not in the vocabulary either. */
export function keepsEventContract(event: SourceEvent): boolean {
  needColumns(event, ['id', 'user_id', 'activity_type', 'created_at', 'platform']);
  const complete = NEVER_NULL.user_activity.every((column) => event[column] !== null);
  const withinLimits = breachesOfLimits('user_activity', event).length === 0;
  return (
    complete && ACTIVITY_TYPES.has(event.activity_type ?? '') && withinLimits && instantsArePossible(event)
  );
}

/** A column that the caller forgot to read is a mistake of the test, not a NULL. */
function needColumns(row: Record<string, unknown>, columns: string[]): void {
  for (const column of columns) {
    if (row[column] === undefined) throw new Error(`The oracle needs the column ${column}.`);
  }
}
