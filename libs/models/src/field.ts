import { z } from 'zod';

/** PostgreSQL types that extraction queries return and core columns have. */
export type PgType = 'bigint' | 'integer' | 'text' | 'timestamptz' | 'boolean' | 'double precision';

/**
 * `token`: replaced by a keyed hash on the way in; `drop`: personal, never extracted; `unread`: not extracted
 * either, since nothing reads it; `keep`: not personal.
 */
export type PiiClass = 'keep' | 'token' | 'drop' | 'unread';

/** The named keys under which values are tokenised: equal values of one name share a token everywhere. */
export type TokenKey = 'user' | 'email' | 'phone' | 'name' | 'address' | 'card' | 'ip' | 'identity';

/** How a value is normalised before it is hashed. `exact` is the text as PostgreSQL prints it. */
export type Normaliser = 'email' | 'phone' | 'text' | 'exact';

export interface FieldMeta {
  readonly description: string;
  readonly pgType: PgType;
  readonly pii: PiiClass;
  /** A regular expression that PostgreSQL and JavaScript read alike; other values go to quarantine. */
  readonly pattern?: string;
  /** The most characters of a text; longer ones go to quarantine. */
  readonly longest?: number;
  /** The largest number of either sign; larger ones go to quarantine. */
  readonly largest?: { readonly value: number; readonly told: string };
  /** Types that a source may have beside the usual ones; core has `pgType` all the same. */
  readonly accepts?: readonly string[];
  /** For `token` fields. */
  readonly token?: { readonly key: TokenKey; readonly normalise: Normaliser };
  /** The column's name in core where it differs from the extraction query's. */
  readonly coreName?: string;
}

/** Where every field's metadata lives; zod hands it back for any schema built here. */
export const fieldRegistry = z.registry<FieldMeta>();

function keep<S extends z.ZodType>(
  schema: S,
  pgType: PgType,
  description: string,
  limits: Pick<FieldMeta, 'longest' | 'largest' | 'accepts'> = {},
): S {
  fieldRegistry.add(schema, { description, pgType, pii: 'keep', ...limits });
  return schema;
}

const normaliserOf: Record<TokenKey, Normaliser> = {
  user: 'exact',
  email: 'email',
  phone: 'phone',
  name: 'text',
  address: 'text',
  card: 'exact',
  ip: 'exact',
  identity: 'exact',
};

/** A 64-bit integer; BigInt in TypeScript, so that no id loses digits. */
export const bigint = (description: string) => keep(z.bigint(), 'bigint', description);

/** An amount in minor units. Beyond 2^53 the sums of a few would leave 64 bits, and no such amount is real. */
export const cents = (description: string) =>
  keep(z.bigint(), 'bigint', description, { largest: { value: 2 ** 53, told: '2^53 minor units' } });

/** A quantity. A source may count it in 64 bits; what 31 do not hold is refused, row by row. */
export const integer = (description: string) =>
  keep(z.int(), 'integer', description, {
    largest: { value: 2 ** 31 - 1, told: '2^31 - 1' },
    accepts: ['bigint'],
  });

/** A double, as legacy tables keep money in major units. */
export const float = (description: string) => keep(z.number(), 'double precision', description);

/** Free text that is not personal and stands in no grain. */
export const text = (description: string) => keep(z.string(), 'text', description);

/** A text that may stand in the grain of a table: keys have an end, and a longer one is no name of anything. */
export const label = (description: string) => keep(z.string(), 'text', description, { longest: 200 });

/** The name or number that another system knows something by: a text in core, whatever the source has. */
export const identifier = (description: string) =>
  keep(z.string(), 'text', description, {
    longest: 200,
    accepts: ['bigint', 'integer', 'smallint', 'uuid'],
  });

/** Text out of a fixed vocabulary; any other value sends the row to quarantine. */
export const vocabulary = <const V extends readonly [string, ...string[]]>(values: V, description: string) =>
  keep(z.enum(values), 'text', description);

/** A currency's code, ISO 4217; amounts beside it are in its minor units. */
export const currency = (description = 'Currency of the amounts') => {
  const schema = z.string().regex(currencyCode);
  fieldRegistry.add(schema, {
    description: `${description}, ISO 4217.`,
    pgType: 'text',
    pii: 'keep',
    pattern: currencyCode.source,
  });
  return schema;
};

const currencyCode = /^[A-Z]{3}$/;

/** An instant. */
export const timestamptz = (description: string) => keep(z.date(), 'timestamptz', description);

/** A personal value that reaches the warehouse as a token only, in the column `<name>_token`. */
export function token(key: TokenKey, coreName: string, description: string) {
  const schema = z.string();
  fieldRegistry.add(schema, {
    description,
    pgType: key === 'user' ? 'bigint' : 'text',
    pii: 'token',
    token: { key, normalise: normaliserOf[key] },
    coreName,
  });
  return schema;
}

/** A personal value that is never extracted; it stands here so that the contract names it. */
export function drop(description: string) {
  const schema = z.string();
  fieldRegistry.add(schema, { description, pgType: 'text', pii: 'drop' });
  return schema.nullable();
}

/** A column that nothing reads, and so is not extracted; it stands here so that the contract names it. */
export function unread(description: string) {
  const schema = z.string();
  fieldRegistry.add(schema, { description, pgType: 'text', pii: 'unread' });
  return schema.nullable();
}
