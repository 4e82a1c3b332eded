import { createHmac } from 'node:crypto';
import { fromLegacy, microsOfIso, type OracleInput, type SourceEvent, type SourceUser } from '@acme/oracle';
import { query } from '../query';
import { testKey } from './app';
import { rowsAsText } from './published';

/** A token by its definition, with node:crypto. */
function tokenUnder(key: string, value: string): string {
  const subkey = createHmac('sha256', testKey()).update(`acme-etl/${key}`).digest();
  return `v1_${createHmac('sha256', subkey).update(value).digest().subarray(0, 16).toString('base64url')}`;
}

const mailOf = (user: SourceUser) =>
  String(user.email ?? '')
    .normalize('NFKC')
    .trim()
    .toLowerCase();

function phoneOf(user: SourceUser): string {
  const digits = [...String(user.phone ?? '')].filter((letter) => letter >= '0' && letter <= '9').join('');
  const number = digits.startsWith('00') ? digits.slice(2) : digits;
  return number === '' ? '' : `+${number}`;
}

const nameOf = (user: SourceUser) =>
  String(user.full_name ?? '')
    .normalize('NFKC')
    .trim()
    .replace(/\s+/g, ' ')
    .toLowerCase();

const tokenOrNull = (key: string, value: string) => (value ? tokenUnder(key, value) : null);

/** The identity of a person by its definition: e-mail, phone and name, each normalised, joined by U+001F. */
const identityOf = (user: SourceUser): string | null =>
  mailOf(user) || phoneOf(user)
    ? tokenUnder('identity', [mailOf(user), phoneOf(user), nameOf(user)].join('\u001f'))
    : null;

/** What v1 tables hold of persons: tokens. */
const shown: NonNullable<OracleInput['shown']> = {
  email: (user) => tokenOrNull('email', mailOf(user)),
  phone: (user) => tokenOrNull('phone', phoneOf(user)),
  name: (user) => tokenOrNull('name', nameOf(user)),
};

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
    shown,
    ...(history ? { history } : {}),
  };
}

/** The same out of the legacy tables; rows that cannot be converted are listed in `refused`. */
export async function legacyOracleInput(
  source: string,
  zone: string,
  now: string,
  { history, legacyCurrency = 'USD' }: { history?: OracleInput['history']; legacyCurrency?: string } = {},
): Promise<OracleInput & Pick<ReturnType<typeof fromLegacy>, 'refused'>> {
  const rows = (table: string) => rowsAsText(source, `${table}_legacy`);
  const converted = fromLegacy(
    {
      users: await rows('users'),
      events: await rows('user_activity'),
      orders: await rows('orders'),
      payments: await rows('payments'),
      refunds: await rows('refunds'),
      notifications: await rows('notifications'),
    },
    legacyCurrency,
  );
  return {
    ...converted,
    zone,
    now: microsOfIso(now),
    tokenOf: (id) => tokenUnder('user', id),
    identityOf,
    shown,
    ...(history ? { history } : {}),
  };
}
