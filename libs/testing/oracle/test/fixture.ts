import {
  World,
  microsOfIso,
  type HistoryValue,
  type OracleInput,
  type SourceEvent,
  type SourceUser,
} from '../src';

/** A free, active user from nowhere, unless told otherwise. */
export function user(id: string, createdAt: string, other: Partial<SourceUser> = {}): SourceUser {
  const created_at = microsOfIso(createdAt);
  return {
    id,
    status: 'active',
    subscription_tier: 'free',
    email_verified_at: null,
    created_at,
    updated_at: created_at,
    deleted_at: null,
    signup_source: null,
    country_code: null,
    ...other,
  };
}

let eventId = 0;

export function event(
  user_id: string,
  at: string,
  activity_type = 'login',
  platform: string | null = 'web',
): SourceEvent {
  eventId += 1;
  return { id: String(eventId), user_id, activity_type, created_at: microsOfIso(at), platform };
}

interface Sketch {
  users?: SourceUser[];
  events?: SourceEvent[];
  history?: HistoryValue[];
  zone?: string;
  now: string;
}

export function inputOf({ users = [], events = [], history, zone = 'UTC', now }: Sketch): OracleInput {
  return {
    users,
    events,
    zone,
    now: microsOfIso(now),
    tokenOf: (userId) => `token-${userId}`,
    identityOf: (row) => (typeof row.email === 'string' ? `identity-${row.email}` : null),
    ...(history === undefined ? {} : { history }),
  };
}

export const worldOf = (sketch: Sketch): World => new World(inputOf(sketch));
