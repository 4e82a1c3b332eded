import { query } from '../query';

/** Published rows in the form of the independent computation: days as text, instants as microseconds. */
export async function published(
  url: string,
  table: string,
  schema = 'analytics',
): Promise<Record<string, unknown>[]> {
  const name = `${schema}.${table}`;
  return query(url, `select ${await columnList(url, name)} from ${name}`);
}

/** Select list of a table's columns as text: instants as epoch microseconds; arrays stay arrays. */
async function columnList(url: string, table: string): Promise<string> {
  const columns = await query<{ name: string; type: string }>(
    url,
    `select quote_ident(attname) as name, format_type(atttypid, null) as type from pg_attribute
     where attrelid = to_regclass($1) and attnum > 0 and not attisdropped
       and attname not in ('run_id', 'computed_at')`,
    [table],
  );
  return columns.map(({ name, type }) => asText(name, type)).join(', ');
}

function asText(name: string, type: string): string {
  // Legacy time stamps have no zone and are UTC, which is how their epoch is counted.
  if (type.startsWith('timestamp'))
    return `case when isfinite(${name}) then (extract(epoch from ${name}) * 1000000)::bigint::text else ${name}::text end as ${name}`;
  return type.endsWith('[]') ? name : `${name}::text as ${name}`;
}

/** Every row of a table with every column as text, instants as epoch microseconds. */
export async function rowsAsText(url: string, table: string): Promise<Record<string, string | null>[]> {
  return query(url, `select ${await columnList(url, table)} from ${table}`);
}

/** What core has seen of the users' attributes, by the ids of the source. */
export async function historyOf(url: string) {
  const rows = await query<{
    user_id: string;
    valid_from: string;
    status: string;
    tier: string | null;
    country: string | null;
  }>(
    url,
    `select users.id::text as user_id, (extract(epoch from valid_from) * 1000000)::bigint::text as valid_from,
       history.status, history.subscription_tier as tier, history.country_code as country
     from core.users_history as history join core.users as users using (user_token)
     order by history.valid_from`,
  );
  return rows.map(({ user_id: userId, valid_from: validFrom, ...values }) => ({
    userId,
    validFrom,
    ...values,
  }));
}
