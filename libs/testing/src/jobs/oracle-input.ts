import { createHmac } from 'node:crypto';
import { microsOfIso, type OracleInput, type SourceEvent, type SourceUser } from '@acme/oracle';
import { query } from '../query';
import { rowsAsText } from './published';

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

/** What the sources hold, as the independent computation wants it, and the history as core has seen it. */
export async function oracleInput(
  source: string,
  zone: string,
  now: string,
  { history, only }: { history?: OracleInput['history']; only?: 'users' } = {},
): Promise<OracleInput> {
  const rows = (table: string) => rowsAsText(source, table);
  const [{ disputes } = { disputes: false }] = await query<{ disputes: boolean }>(
    source,
    "select to_regclass('disputes_v2') is not null as disputes",
  );
  return {
    users: (await rows('users_v2')) as SourceUser[],
    events: (await rows('user_activity_v2')) as unknown as SourceEvent[],
    ...(only === 'users'
      ? {}
      : {
          orders: await rows('orders_v2'),
          orderItems: await rows('order_items_v2'),
          payments: await rows('payments_v2'),
          refunds: await rows('refunds_v2'),
          disputes: disputes ? await rows('disputes_v2') : null,
          notifications: await rows('notifications_v2'),
        }),
    zone,
    now: microsOfIso(now),
    tokenOf: (id) => tokenUnder('user', id),
    identityOf,
    ...(history ? { history } : {}),
  };
}
