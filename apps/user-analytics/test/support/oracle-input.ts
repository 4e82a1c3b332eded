import { createHmac } from 'node:crypto';
import { query } from '@acme/testing';
import { microsOfIso, type OracleInput, type SourceEvent, type SourceUser } from '@acme/oracle';

const masterKey = Buffer.alloc(32, 7);

/** A token by its definition, with node:crypto. */
function tokenUnder(key: string, value: string): string {
  const subkey = createHmac('sha256', masterKey).update(`acme-etl/${key}`).digest();
  return `v1_${createHmac('sha256', subkey).update(value).digest().subarray(0, 16).toString('base64url')}`;
}

/** The identity of a person by its definition: e-mail, phone and name, each normalised, joined by U+001F. */
function identityOf(user: SourceUser): string | null {
  const { email, phone, full_name: name } = user as unknown as Record<string, string | null>;
  const mail = (email ?? '').trim().toLowerCase();
  const digits = (phone ?? '').replace(/\D/g, '');
  const number = digits && (phone ?? '').trim().startsWith('+') ? `+${digits}` : digits;
  const person = (name ?? '').normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
  return mail || number ? tokenUnder('identity', [mail, number, person].join('\u001f')) : null;
}

const micros = (column: string) => `(extract(epoch from ${column}) * 1000000)::bigint::text as ${column}`;

/** The source's rows as the independent computation wants them, and the history as core has seen it. */
export async function oracleInput(
  source: string,
  zone: string,
  now: string,
  history?: OracleInput['history'],
): Promise<OracleInput> {
  const users = await query<SourceUser & Record<string, unknown>>(
    source,
    `select id::text, email, phone, full_name, status, subscription_tier, signup_source, country_code::text,
       ${['email_verified_at', 'created_at', 'updated_at', 'deleted_at'].map(micros).join(', ')} from users_v2`,
  );
  const events = await query<SourceEvent & Record<string, unknown>>(
    source,
    `select id::text, user_id::text, activity_type, platform, ${micros('created_at')} from user_activity_v2`,
  );
  return {
    users,
    events,
    zone,
    now: microsOfIso(now),
    tokenOf: (id) => tokenUnder('user', id),
    identityOf,
    ...(history ? { history } : {}),
  };
}
