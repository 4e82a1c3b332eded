import { builtApp, contents, environmentOf, openShop, query, type Shop } from '@acme/testing';

const app = builtApp('cli');
let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 60, days: 40, eventsPerUser: 20 });
});
afterAll(() => shop.close());

/** Small ranges, so that a small shop has many; every deletion is meant. */
const settings = { SWEEP_BUCKET_IDS: '100', DELETE_LIMIT: '1' };

/** One generation of the source: its tables with what core must have of each, as queries of the same columns. */
interface Generation {
  readonly name: string;
  readonly flags: Record<string, string>;
  readonly job: string;
  /** The greatest and the least id that a table can have. */
  readonly ids: readonly [bigint, bigint];
  readonly tables: readonly { readonly table: string; readonly source: string; readonly core: string }[];
}

const bigintEnds = [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n] as const;
const integerEnds = [-2_147_483_648n, 2_147_483_647n] as const;

const generations: Generation[] = [
  {
    name: 'v2',
    flags: { ENABLE_LEGACY_ETL: 'false', ENABLE_V1_SCHEMA: 'false' },
    job: 'user-analytics',
    ids: bigintEnds,
    tables: [
      {
        table: 'users_v2',
        source: 'select id, status, created_at, updated_at from users_v2',
        core: 'select id, status, created_at, updated_at from core.users',
      },
      {
        table: 'user_activity_v2',
        source: 'select id, activity_type, created_at from user_activity_v2',
        core: 'select id, activity_type, created_at from core.user_activity',
      },
    ],
  },
  {
    name: 'legacy, lines of orders included',
    flags: { ENABLE_LEGACY_ETL: 'true', ENABLE_V1_SCHEMA: 'false' },
    job: 'order-analytics',
    ids: integerEnds,
    tables: [
      {
        table: 'orders_legacy',
        source: `select id, created_at, updated_at, json_array_length(coalesce(items_json, '[]')::json) as lines from orders_legacy`,
        core: `select orders.id, created_at at time zone 'UTC' as created_at, updated_at at time zone 'UTC' as updated_at,
            (select count(*) from core.order_items where order_id = orders.id) as lines
          from core.orders
          union all
          select order_id, null, null, count(*) from core.order_items
          where order_id not in (select id from core.orders) group by order_id`,
      },
    ],
  },
];

const environment = (flags: Record<string, string>, warehouse: Shop['warehouse']) =>
  environmentOf({ ...shop, warehouse }, { ...settings, ...flags });

const rowsOf = async (url: string, select: string) =>
  (await query<{ row: string }>(url, `select to_jsonb(t)::text as row from (${select}) as t order by 1`)).map(
    ({ row }) => row,
  );

/** Numbers in [0, 1), the same for every run of the test. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe.each(generations)('$name', ({ flags, job, ids: [lowest, highest], tables }) => {
  let warehouse: Shop['warehouse'];
  const run = () => app.runWell(environment(flags, warehouse), ['run', job]);

  async function expectTheSame(): Promise<void> {
    for (const { table, source, core } of tables)
      expect({ table, rows: await rowsOf(warehouse.url, core) }).toEqual({
        table,
        rows: await rowsOf(shop.source.url, source),
      });
  }

  beforeAll(async () => {
    warehouse = await shop.newWarehouse();
    await run();
    // Rows that break the model are another matter.
    for (const { table } of tables) {
      const refused = await query<{ ids: string[] }>(
        warehouse.url,
        'select coalesce(array_agg(source_id::text), array[]::text[]) as ids from etl.quarantine where entity = $1',
        [table.replace(/_(v2|legacy)$/, '')],
      );
      await query(shop.source.url, `delete from ${table} where id = any ($1::bigint[])`, [refused[0]!.ids]);
    }
    for (const { table } of tables)
      await query(shop.source.url, `create table kept_${table} as select * from ${table}`);
  });

  it('has all rows again that were truncated, run over, and restored with their old times', async () => {
    for (const { table } of tables) await query(shop.source.url, `truncate ${table}`);
    await run();
    await expectTheSame();
    for (const { table } of tables)
      await query(shop.source.url, `insert into ${table} select * from kept_${table}`);
    await run();
    await expectTheSame();
  });

  it('follows deletions and restorations anywhere in the space of ids', async () => {
    const next = random(20_261_120);
    const anyId = () => {
      const span = highest - lowest;
      // Close to the rows there are, close to the ends, or anywhere.
      const kind = Math.floor(next() * 4);
      if (kind === 0) return BigInt(Math.floor(next() * 3_000) - 500);
      if (kind === 1) return lowest + BigInt(Math.floor(next() * 3));
      if (kind === 2) return highest - BigInt(Math.floor(next() * 3));
      return lowest + (span * BigInt(Math.floor(next() * 1_000_000))) / 1_000_000n;
    };
    for (let round = 0; round < 4; round++) {
      for (const { table } of tables) {
        const [one, other] = [anyId(), anyId()];
        const [from, to] = one < other ? [one, other] : [other, one];
        const columns = await query<{ names: string; values: string }>(
          shop.source.url,
          `select string_agg(quote_ident(attname), ', ') as names,
             string_agg(case attname when 'id' then '$1' else quote_ident(attname) end, ', ') as values
           from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped`,
          [table],
        );
        const { names, values } = columns[0]!;
        if (next() < 0.6)
          await query(shop.source.url, `delete from ${table} where id between $1 and $2`, [from, to]);
        if (next() < 0.6)
          await query(
            shop.source.url,
            `insert into ${table} select * from kept_${table} where id between $1 and $2 on conflict do nothing`,
            [from, to],
          );
        // Rows that never were there, with times from before the watermark.
        for (let fresh = 0; fresh < 3; fresh++)
          await query(
            shop.source.url,
            `insert into ${table} (${names}) select ${values} from kept_${table} order by id limit 1 on conflict do nothing`,
            [anyId()],
          );
      }
      await run();
      await expectTheSame();
    }
  });

  it('ends where a first load of the same source would', async () => {
    const fresh = await shop.newWarehouse();
    await app.runWell(environment(flags, fresh), ['run', job]);
    const without = ({ 'core.tombstones': _tombstones, ...rest }: Record<string, string[]>) => rest;
    expect(without(await contents(warehouse.url))).toEqual(without(await contents(fresh.url)));
  });

  it('writes nothing when nothing changed, and looks at few ranges however far ids are apart', async () => {
    await run();
    const [loads] = await query<{ n: string }>(
      warehouse.url,
      `select count(*)::text as n from etl.loads
       where run_id = (select max(run_id) from etl.runs) and inserted + updated + deleted > 0`,
    );
    expect(loads).toEqual({ n: '0' });
  });
});

it('refuses to bury most of a table, and loads what was restored all the same once it is there', async () => {
  const flags = generations[0]!.flags;
  const limited = { ...environment(flags, shop.warehouse), DELETE_LIMIT: '0.2' };
  await query(
    shop.source.url,
    `insert into user_activity_v2 (id, user_id, activity_type, created_at)
     select 5000000 + n, 1, 'login', '2026-11-01' from generate_series(1, 3000) as n`,
  );
  await app.runWell(limited, ['run', 'user-analytics']);
  await query(
    shop.source.url,
    'create table away as select * from user_activity_v2 where id between 5000001 and 5003000;\n     delete from user_activity_v2 where id between 5000001 and 5003000',
  );
  const refused = await app.run(limited, ['run', 'user-analytics']);
  expect(refused.code).toBe(65);
  expect(refused.stderr).toMatch(/3000 of \d+ rows of user_activity have vanished/);
  await query(shop.source.url, 'insert into user_activity_v2 select * from away where id <= 5002000');
  await app.runWell(limited, ['run', 'user-analytics']);
  const [left] = await query<{ n: string }>(
    shop.warehouse.url,
    'select count(*)::text as n from core.user_activity where id between 5000001 and 5003000',
  );
  expect(left).toEqual({ n: '2000' });
});
