import type { SourceRow } from '../base/types';
import { blank, Reading, type Converted } from './read';

export const untoldOfUsers = 'email_verified_at deleted_at signup_source country_code';

/** users_legacy → users_v2. */
export function convertUser(row: SourceRow): Converted {
  const reading = new Reading('users', row);
  if (row.email_verified !== null && row.email_verified !== '0' && row.email_verified !== '1')
    reading.refuse('email_verified: neither 0 nor 1');
  const converted = {
    id: row.id!,
    email: row.email!,
    phone: row.phone!,
    full_name: row.name!,
    status: reading.word('status'),
    subscription_tier: reading.word('subscription_type'),
    created_at: row.created_at!,
    updated_at: row.updated_at!,
    last_activity_at: row.last_login_at!,
    email_verified: row.email_verified === '1' ? 'true' : row.email_verified === '0' ? 'false' : null,
    ...blank(untoldOfUsers),
  };
  return { row: converted, reasons: reading.reasons };
}

export const untoldOfEvents = 'platform';

/** user_activity_legacy → user_activity_v2. */
export function convertEvent(row: SourceRow): Converted {
  const reading = new Reading('user_activity', row);
  const converted = {
    id: row.id!,
    user_id: row.user_id!,
    activity_type: reading.word('activity_type'),
    created_at: row.created_at!,
    ...blank(untoldOfEvents),
  };
  return { row: converted, reasons: reading.reasons };
}
