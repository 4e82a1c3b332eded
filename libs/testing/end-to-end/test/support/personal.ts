import { v1, type Entity } from '@acme/models';
import { canariesOf } from '@acme/pii';
import { everyValue, query } from '@acme/testing';

const raw: Entity[] = [v1.users, v1.userActivity, v1.orders, v1.payments, v1.refunds, v1.notifications].map(
  (entity) => entity.sourceShape!,
);

const ofUsers = canariesOf(v1.users.sourceShape!);

/** What v1 tables show of a person, by the kind of value. */
export const shownCanaries = { email: ofUsers.email!, phone: ofUsers.phone!, name: ofUsers.name! };

/** Every personal column of every legacy table, as `table.column`, with its canary. A user's id has no column. */
export const legacyCanaries: ReadonlyMap<string, string> = new Map(
  raw.flatMap((entity) =>
    Object.entries(canariesOf(entity))
      .filter(([column]) => !(entity.name === 'users' && column === 'user_id'))
      .map(([column, value]) => [`${entity.name}.${column}`, value] as const),
  ),
);

/** Those that never leave the source, whatever is shown. */
export const neverShown = [...legacyCanaries.values()].filter(
  (value) => !Object.values(shownCanaries).includes(value),
);

/**
 * Puts the canaries into every seventh row of the legacy tables, so that they count in every table, and one
 * ordinary person into the account 4.
 */
export async function plantLegacyCanaries(source: string): Promise<void> {
  await query(source, 'alter table payments_legacy alter column merchant_id type text');
  for (const { name } of raw) {
    const columns = [...legacyCanaries]
      .filter(([column]) => column.startsWith(`${name}.`))
      .map(([column, value]) => [column.slice(name.length + 1), value] as const);
    if (columns.some(([column]) => column === 'user_id'))
      await query(source, `alter table ${name}_legacy alter column user_id type bigint`);
    // The users themselves stay known: their orders and events bring them into the v1 tables.
    const where = (column: string) => (column === 'user_id' ? 'id % 70 = 3' : 'id % 7 = 3');
    for (const [column, value] of columns)
      await query(source, `update ${name}_legacy set ${column} = $1 where ${where(column)}`, [value]);
  }
  await query(
    source,
    `update users_legacy set email = ' John.Doe@Example.com', phone = '+1 (555) 010-1234', name = 'john  van Doe' where id = 4;
     update orders_legacy set user_id = case when id % 2 = 0 then 4 else 3 end, status = 'completed' where id % 7 = 1;
     update user_activity_legacy set user_id = 4 where id % 70 = 1`,
  );
}

/** Every value in every table, and what the planner's statistics keep of them. */
export async function everyValueAndStatistic(url: string): Promise<string> {
  const [row] = await query<{ kept: string | null }>(
    url,
    `select string_agg(concat_ws(' ', tablename, attname, most_common_vals::text, histogram_bounds::text), e'\\n') as kept
     from pg_stats where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  return `${await everyValue(url)}\n${row!.kept}`;
}
