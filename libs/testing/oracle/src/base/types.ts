/** Epoch microseconds as the source query returns them: `(extract(epoch from t) * 1e6)::bigint::text`. */
export type Micros = string | bigint | number;

/** A row of `users_v2`; the oracle reads these columns, `identityOf` may read any other. */
export interface SourceUser {
  id: string;
  status: string | null;
  subscription_tier: string | null;
  email_verified_at: Micros | null;
  created_at: Micros | null;
  updated_at: Micros | null;
  deleted_at: Micros | null;
  signup_source: string | null;
  country_code: string | null;
  [otherColumn: string]: unknown;
}

/** A row of `user_activity_v2`. */
export interface SourceEvent {
  id: string;
  user_id: string | null;
  activity_type: string | null;
  created_at: Micros | null;
  platform: string | null;
  [otherColumn: string]: unknown;
}

/** What a user's attributes were from `validFrom` (inclusive) on. */
export interface HistoryValue {
  userId: string;
  validFrom: Micros;
  status: string | null;
  tier: string | null;
  country: string | null;
}

/**
 * A row of another source table: every column as text, instants as text of epoch microseconds, NULL as
 * null. Amounts are whole numbers of minor units.
 */
export type SourceRow = Record<string, string | null>;

export interface OracleInput {
  users: SourceUser[];
  events: SourceEvent[];
  orders?: SourceRow[];
  orderItems?: SourceRow[];
  payments?: SourceRow[];
  refunds?: SourceRow[];
  /** null: the source has no such table. */
  disputes?: SourceRow[] | null;
  notifications?: SourceRow[];
  zone: string;
  now: Micros;
  tokenOf: (userId: string) => string;
  identityOf: (user: SourceUser) => string | null;
  history?: HistoryValue[];
  /** Columns ('orders.discount_cents') that the source's generation cannot tell. */
  untold?: ReadonlySet<string>;
  /** What v1 tables show of a person: token, mask or value. */
  shown?: Record<'email' | 'phone' | 'name', (user: SourceUser) => string | null>;
}

export type Cell = string | number | null | string[];
export type Row = Record<string, Cell>;

const MICROS_PER_MILLI = 1000;

/** Microseconds since 1970 stay exact in a double until the year 2255. */
export function toMicros(value: Micros): number {
  const micros = Number(BigInt(value));
  if (!Number.isSafeInteger(micros)) throw new RangeError('An instant beyond exact microseconds.');
  return micros;
}

/** For tests and for RUN_NOW: an ISO instant (to milliseconds) in microseconds. */
export function microsOfIso(iso: string): number {
  const millis = Date.parse(iso);
  if (Number.isNaN(millis)) throw new RangeError('Not an ISO instant.');
  return millis * MICROS_PER_MILLI;
}
