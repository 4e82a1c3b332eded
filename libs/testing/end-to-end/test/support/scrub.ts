import { findCanaries } from '@acme/pii';
import {
  builtApp,
  environmentOf,
  everyValue,
  openShop,
  query,
  type Environment,
  type Shop,
} from '@acme/testing';
import { plantOldTables } from './old-tables';

const app = builtApp('cli');

/** The old tables are published. */
export const v1Tables = { ENABLE_V1_SCHEMA: 'true' };

/** A shop for scrubbing, with some of the personal values in it; in its cluster there is the role that may read them. */
export async function openShopOfPersons(): Promise<{ shop: Shop; personal: string[] }> {
  const shop = await openShop({ users: 400, days: 90, eventsPerUser: 20 });
  const values = await query<{ value: string }>(
    shop.source.url,
    `select distinct value from users_legacy cross join lateral (values (email), (phone), (name)) as person (value)
     where length(trim(value)) >= 9 and id % 10 in (2, 7)`,
  );
  await query(
    shop.source.url,
    `do $$ begin create role analytics_pii_reader; exception when duplicate_object then null; end $$`,
  );
  return { shop, personal: values.map(({ value }) => value.trim()) };
}

/** A warehouse of its own with the old system's tables in it. */
export async function withOldTables(shop: Shop): Promise<Shop> {
  const warehouse = await shop.newWarehouse();
  await plantOldTables(shop.source.url, warehouse.url);
  return { ...shop, warehouse };
}

export const scrub = (shop: Shop, environment: Environment = {}, ...options: string[]) =>
  app.run(environmentOf(shop, { ...v1Tables, ...environment }), ['cutover', 'scrub', ...options]);

/** The personal values that are anywhere in a warehouse, or in some output. */
export const findPersonal = async (url: string, personal: readonly string[], outputs = '') =>
  findCanaries((await everyValue(url)) + outputs, personal);

/** The planner's statistics have values, too. */
export async function statistics(url: string): Promise<string> {
  const rows = await query<{ text: string }>(
    url,
    `select coalesce(most_common_vals::text, '') || coalesce(histogram_bounds::text, '') as text from pg_stats
     where schemaname in ('analytics_v1', 'core')`,
  );
  return rows.map(({ text }) => text).join('\n');
}

/** The version of every row of two tables: it changes whenever the row is written. */
export const versions = (url: string) =>
  query(
    url,
    `select 'activity' as t, xmin::text, ctid::text from analytics_v1.user_activity
     union all select 'analytics', xmin::text, ctid::text from analytics_v1.user_analytics order by 1, 3`,
  );

export const rowsOf = (url: string, table: string) =>
  query(
    url,
    `select (to_jsonb(t) - '{run_id,computed_at}'::text[])::text as row from analytics_v1.${table} as t order by 1`,
  );

/** Until the server has noticed that the killed process is gone. */
export const waitForLocks = (url: string) =>
  until(async () => {
    const held = await query(
      url,
      "select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())",
    );
    return held.length === 0;
  });

export async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 20_000; !(await condition());) {
    if (Date.now() > deadline) throw new Error('it did not come to that within 20 seconds');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
