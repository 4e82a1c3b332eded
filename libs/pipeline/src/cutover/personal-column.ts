import { v1, v2, type Entity, type Normaliser, type TokenKey } from '@acme/models';
import { archivedSuffix } from '../publish/archive';

/** What becomes of the values of a personal column: tokens, or nothing at all. */
export type Treatment =
  | { readonly becomes: 'token'; readonly key: TokenKey; readonly normalise: Normaliser; readonly what: What }
  | { readonly becomes: 'nothing'; readonly what: What };

export type What =
  'user' | 'email' | 'phone' | 'name' | 'address' | 'card' | 'ip' | 'hash' | 'token' | 'never extracted';

const token = (what: What, key: TokenKey, normalise: Normaliser): Treatment => ({
  becomes: 'token',
  what,
  key,
  normalise,
});

const person = '(user|customer|account|member|client|buyer|recipient|contact|cardholder|billing|shipping)_';

/** By name; the first that matches counts. `numbers`: so do columns of numbers, which are counts otherwise. */
const byName: readonly (readonly [pattern: RegExp, treatment: Treatment, numbers: boolean])[] = [
  [
    /^((user|customer|account|member|client|buyer)_?ids?|duplicate_(user_|account_)?ids|user_tokens?)$/,
    token('user', 'user', 'exact'),
    true,
  ],
  [/(^|_)e?_?mails?(_address(es)?)?$|^email_tokens?$/, token('email', 'email', 'email'), false],
  [
    new RegExp(`^(${person})?(phone|mobile|telephone)s?(_numbers?|_token)?$`),
    token('phone', 'phone', 'phone'),
    true,
  ],
  [/(^|_)(phone|mobile|telephone|msisdn)s?(_numbers?)?$/, token('phone', 'phone', 'phone'), false],
  [
    new RegExp(
      `^(${person})?((full|first|last|middle|given|family|display|user)_?)?names?$|^surname$|^full_name_token$`,
    ),
    token('name', 'name', 'text'),
    false,
  ],
  [/(^|_)ip(_?address(es)?|_address_token)?$/, token('ip', 'ip', 'exact'), false],
  [/(^|_)(address(es)?|address_line_?\d|address_token|street)$/, token('address', 'address', 'text'), false],
  [/^(card_(number|no|pan)|pan)$|^card_fingerprint(_token)?$/, token('card', 'card', 'exact'), true],
];

/** For hashes of personal values, which can be found by guessing the value: hashed again, under a key. */
const hash = token('hash', 'identity', 'exact');
const nothing: Treatment = { becomes: 'nothing', what: 'never extracted' };

const entities: readonly Entity[] = [...Object.values(v1.legacy), ...v2.entities];

const neverExtracted = new Set(
  entities
    .flatMap(({ fields }) => fields)
    .filter(({ pii }) => pii === 'drop')
    .map(({ name }) => name),
);

/** What a column can hold, as far as that matters here. */
export type Holds = 'text' | 'numbers' | 'other';

/**
 * What a column of a table in analytics_v1 is, by the v1 models where they know it, else by its name.
 * Undefined: not personal.
 */
export function treatmentOf(table: string, column: string, holds: Holds): Treatment | undefined {
  const known = modelOf(table)?.columns.find(({ name }) => name === column);
  if (known?.pii === 'keep' || holds === 'other') return undefined;
  const named = byName.find(([pattern, , numbers]) => pattern.test(column) && (numbers || holds === 'text'));
  if (named) return named[1];
  if (neverExtracted.has(column)) return nothing;
  const isHash = holds === 'text' && /(^|_)(hash(es)?|md5|sha1|sha256)$/.test(column);
  return known || isHash ? hash : undefined;
}

/** A column that holds tokens, of whatever. */
export const tokenColumn = token('token', 'identity', 'exact');

/** What core keeps to show in v1 tables: masks may stay, values go. */
export const shownTreatments: ReadonlyMap<string, Treatment> = new Map(
  v2.users.disclosed!.map(({ name, form }) => [name, { becomes: 'nothing', what: form }]),
);

/** The columns of core.users that hold tokens. */
export const coreTokens: ReadonlySet<string> = new Set([
  ...v2.users.columns.filter(({ pii }) => pii === 'token').map(({ coreName }) => coreName),
  ...v2.users.derived!.map(({ name }) => name),
]);

/** The model of a table, or of the one it made way for. */
const modelOf = (table: string) => {
  const name = table.replace(new RegExp(`${archivedSuffix}\\d*$`), '');
  return v1.tables.find((model) => model.name === name);
};
