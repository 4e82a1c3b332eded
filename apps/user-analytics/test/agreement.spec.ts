import { findSqlRoot } from '@acme/db';
import { v2 } from '@acme/models';
import { loadMetricDefinitions } from '@acme/pipeline';
import { query } from '@acme/testing';
import { computeAll, diffTables, GRAINS, TABLE_NAMES, type TableName } from '@acme/oracle';
import { environmentOf, runWell } from './support/run';
import { oracleInput } from './support/oracle-input';
import { openShop, type Shop } from './support/shop';

/** Published rows in the form of the independent computation: days as text, instants as microseconds. */
async function published(url: string, table: TableName): Promise<Record<string, unknown>[]> {
  const columns = await query<{ name: string; type: string }>(
    url,
    `select attname as name, format_type(atttypid, null) as type from pg_attribute
     where attrelid = to_regclass($1) and attnum > 0 and attname not in ('run_id', 'computed_at')`,
    [`analytics.${table}`],
  );
  const list = columns.map(({ name, type }) => {
    if (type === 'date') return `${name}::text as ${name}`;
    if (type === 'timestamp with time zone')
      return `(extract(epoch from ${name}) * 1000000)::bigint::text as ${name}`;
    return name;
  });
  return query(url, `select ${list.join(', ')} from analytics.${table}`);
}

/** What core has seen of the users' attributes, by the ids of the source. */
async function historyOf(url: string) {
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

describe.each([
  { zone: 'UTC', seed: 1 },
  { zone: 'America/New_York', seed: 2 },
])('in $zone with the shop of seed $seed', ({ zone, seed }) => {
  let shop: Shop;
  let expected: ReturnType<typeof computeAll>;
  const now = '2026-11-20T06:00:00Z';
  const later = '2026-11-23T15:30:00Z';

  beforeAll(async () => {
    shop = await openShop({ seed });
    await runWell(environmentOf(shop, { REPORTING_TIMEZONE: zone, RUN_NOW: now }));
    expected = computeAll(await oracleInput(shop.users.url, zone, now));
  });
  afterAll(() => shop.close());

  it.each(TABLE_NAMES)('%s agrees with an independent computation', async (table) => {
    expect(expected[table].length).toBeGreaterThan(0);
    expect(
      diffTables(expected[table], await published(shop.warehouse.url, table), GRAINS[table]).slice(0, 5),
    ).toEqual([]);
  });

  it('carries the definitions of tables and columns as comments in the database', async () => {
    const undocumented = await query(
      shop.warehouse.url,
      `select attrelid::regclass::text as table_name, attname
       from pg_attribute join pg_class on pg_class.oid = attrelid
       where relnamespace in ('analytics'::regnamespace) and relkind = 'r' and attnum > 0
         and (col_description(attrelid, attnum) is null or obj_description(attrelid) is null)`,
    );
    expect(undocumented).toEqual([]);
    const comments = await query<{ name: string; text: string }>(
      shop.warehouse.url,
      `select nspname || '.' || relname || coalesce('.' || attname, '') as name, description as text
       from pg_description join pg_class on pg_class.oid = objoid join pg_namespace on pg_namespace.oid = relnamespace
       left join pg_attribute on attrelid = objoid and attnum = objsubid and objsubid > 0
       where classoid = 'pg_class'::regclass and nspname in ('core', 'analytics')`,
    );
    const textOf = new Map(comments.map(({ name, text }) => [name, text]));
    for (const definition of loadMetricDefinitions(findSqlRoot())) {
      expect(textOf.get(definition.table)).toContain(definition.description);
      for (const [column, { description }] of Object.entries(definition.columns)) {
        expect(textOf.get(`${definition.table}.${column}`)).toBe(description);
      }
    }
    for (const column of v2.users.columns) {
      expect(textOf.get(`core.users.${column.coreName}`)).toContain(column.description);
    }
  });

  it('agrees on every table after the shop has gone on for three days, edits, late events and deletions included', async () => {
    await shop.advance(3);
    await query(
      shop.users.url,
      `update users_v2 set subscription_tier = 'enterprise', status = 'suspended', updated_at = '2026-11-21T10:00Z' where id % 17 = 3;
       update users_v2 set email_verified_at = created_at + interval '2 days', updated_at = '2026-11-21T11:00Z' where id % 29 = 4;
       update users_v2 set deleted_at = '2026-10-01T05:00Z', updated_at = '2026-11-21T12:00Z' where id % 31 = 5;
       insert into user_activity_v2 (id, user_id, activity_type, created_at)
       select 10000000 + id, id, 'login', '2026-11-01T05:30Z'::timestamptz + id * interval '7 minutes' from users_v2 where id % 13 = 1;
       delete from user_activity_v2 where id % 101 = 7;
       delete from users_v2 where id % 53 = 8;`,
    );
    await runWell(environmentOf(shop, { REPORTING_TIMEZONE: zone, RUN_NOW: later }));
    const all = computeAll(
      await oracleInput(shop.users.url, zone, later, await historyOf(shop.warehouse.url)),
    );
    for (const table of TABLE_NAMES) {
      const differences = diffTables(all[table], await published(shop.warehouse.url, table), GRAINS[table]);
      expect({ table, differences: differences.slice(0, 5) }).toEqual({ table, differences: [] });
    }
  });

  it('writes nothing when everything is computed again from scratch', async () => {
    await runWell(environmentOf(shop, { REPORTING_TIMEZONE: zone, RUN_NOW: later }), ['--full-refresh']);
    const [row] = await query<{ slices: string; written: string }>(
      shop.warehouse.url,
      `select sum(slices)::text as slices, sum(inserted + updated + deleted)::text as written
       from etl.publications where run_id = (select max(run_id) from etl.runs)`,
    );
    expect(Number(row!.slices)).toBeGreaterThan(1000);
    expect(row!.written).toBe('0');
  });
});
