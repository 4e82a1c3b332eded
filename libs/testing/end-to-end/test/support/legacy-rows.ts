import type { OracleInput } from '@acme/oracle';
import { legacyOracleInput, query } from '@acme/testing';
import type { Breakage, LegacyTable } from './breakages';

export const legacyTables: readonly LegacyTable[] = [
  'users',
  'user_activity',
  'orders',
  'payments',
  'refunds',
  'notifications',
];

/** Rows of which nothing else is odd, so that one thing wrong gives one reason. */
const candidates: Record<LegacyTable, string> = {
  users: 'true',
  user_activity: 'true',
  orders: `exists (select from payments_legacy as p where p.order_id = t.id and p.currency = 'USD')
    and not exists (select from payments_legacy as p where p.order_id = t.id and p.currency <> 'USD')`,
  payments: `currency = 'USD' and status = 'success' and processed_at is not null
    and not exists (select from refunds_legacy as r where r.payment_id = t.id or r.order_id = t.order_id)`,
  refunds: `exists (select from payments_legacy as p where p.id = t.payment_id and p.currency = 'USD'
    and p.status in ('success', 'refunded') and p.amount >= t.amount and p.order_id = t.order_id)`,
  notifications: 'true',
};

/** Lets the legacy tables hold NULL where the sample shop would not, and keeps a copy of all they hold. */
export async function prepareToBreak(source: string): Promise<void> {
  const columns = await query<{ sql: string }>(
    source,
    `select format('alter table %I alter column %I drop not null', relname, attname) as sql
     from pg_attribute join pg_class on pg_class.oid = attrelid
     where relname like '%\\_legacy' and relkind = 'r' and attnotnull and attnum > 0 and attname <> 'id'`,
  );
  for (const { sql } of columns) await query(source, sql);
  for (const table of legacyTables)
    await query(source, `create table ${table}_kept as select * from ${table}_legacy`);
}

/** Breaks a row for each; gives the ids in the same order. */
export async function breakRows(
  source: string,
  breakages: readonly Breakage[],
  at = '2026-11-20T01:00Z',
): Promise<string[]> {
  const ids: string[] = [];
  const { refused } = await refusedOf(source, at);
  for (const table of legacyTables) {
    const sound = await query<{ id: string }>(
      source,
      `select id::text from ${table}_legacy as t where ${candidates[table]} and not id = any ($1) order by t.id`,
      [refused[table]!.map(({ id }) => id)],
    );
    // Not next to each other, so that a mistake of one row is not one of its neighbour.
    let next = 1;
    for (const [nth, { set, table: of }] of breakages.entries()) {
      if (of !== table) continue;
      const stamp = set.includes('updated_at') ? '' : `, updated_at = '${at}'`;
      const [row] = await query<{ id: string }>(
        source,
        table === 'user_activity'
          ? `insert into user_activity_legacy (id, user_id, activity_type, created_at)
             select max(id) + 1, ${set} from user_activity_legacy returning id::text`
          : `update ${table}_legacy set ${set}${stamp} where id = ${sound[next]!.id} returning id::text`,
      );
      ids[nth] = row!.id;
      next += 2;
    }
  }
  return ids;
}

/** Brings the rows back as they were; events that never were are taken out. */
export async function mendRows(source: string, at: string): Promise<void> {
  for (const table of legacyTables) {
    const columns = await query<{ name: string }>(
      source,
      `select attname as name from pg_attribute
       where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attname <> 'id'`,
      [`${table}_legacy`],
    );
    const values = columns.map(({ name }) => (name === 'updated_at' ? `'${at}'` : `kept.${name}`)).join(', ');
    const names = columns.map(({ name }) => name).join(', ');
    await query(
      source,
      `update ${table}_legacy as t set (${names}) = row(${values}) from ${table}_kept as kept
       where kept.id = t.id and t is distinct from kept;
       delete from ${table}_legacy as t where not exists (select from ${table}_kept as kept where kept.id = t.id)`,
    );
  }
}

export type Refused = Record<string, { id: string; reasons: string[] }[]>;

/** What is in quarantine, by entity. */
export async function quarantineOf(warehouse: string): Promise<Refused> {
  const rows = await query<{ entity: string; id: string; reasons: string[] }>(
    warehouse,
    'select entity, source_id::text as id, reasons from etl.quarantine order by entity, source_id',
  );
  const found: Refused = Object.fromEntries(legacyTables.map((table) => [table, []]));
  for (const { entity, id, reasons } of rows) (found[entity] ??= []).push({ id, reasons });
  return found;
}

/** What the independent computation refuses of the legacy rows, in the same form. */
export async function refusedOf(
  source: string,
  now: string,
  legacyCurrency?: string,
): Promise<{ refused: Refused; input: OracleInput }> {
  const input = await legacyOracleInput(source, 'UTC', now, legacyCurrency ? { legacyCurrency } : {});
  const refused = Object.fromEntries(
    Object.entries(input.refused).map(([table, rows]) => [
      table,
      [...rows].sort((one, other) => Number(BigInt(one.id) - BigInt(other.id))),
    ]),
  );
  return { refused, input };
}
