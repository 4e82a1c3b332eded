import { query } from '@acme/testing';
import { failureOf, files, openParcels } from './parcels';

let shop: Awaited<ReturnType<typeof openParcels>>;

beforeAll(async () => {
  shop = await openParcels();
  await shop.run();
});
afterAll(() => shop.close());

const change = (set: string, where: string) =>
  query(shop.source.url, `update parcels set ${set}, updated_at = clock_timestamp() where ${where}`);

describe('rows that a query cannot work with', () => {
  it('refuse their table and its readers only, naming table, slice and rule; mended, the next run heals', async () => {
    const [weight, heavy] = [
      await shop.rows('analytics.weight_daily'),
      await shop.rows('analytics.heavy_daily'),
    ];
    await change('weight = 9223372036854775807', 'id in (4, 5)');
    await query(
      shop.source.url,
      `insert into parcels values (10, 'east', 1, '2026-01-08T10:00Z', clock_timestamp())`,
    );
    expect(await failureOf(shop.run())).toEqual({
      exitCode: 65,
      message:
        'analytics.weight_daily: day 2026-01-03: query.sql: a number beyond what its type holds (22003)',
    });
    expect(await shop.rows('analytics.weight_daily')).toEqual(weight);
    expect(await shop.rows('analytics.heavy_daily')).toEqual(heavy);
    expect(await shop.rows('analytics.count_daily')).toContainEqual({ day: '2026-01-08', parcels: 1 });
    expect(await query(shop.warehouse.url, 'select table_name, check_name from etl.check_results')).toEqual([
      { table_name: 'analytics.weight_daily', check_name: 'thrown_22003' },
    ]);
    await change('weight = 7', 'id in (4, 5)');
    await shop.run();
    const healed = await shop.rows('analytics.weight_daily');
    expect(healed).toContainEqual({ day: '2026-01-03', weight: 14 });
    expect(healed).toContainEqual({ day: '2026-01-08', weight: 1 });
    expect(await shop.rows('analytics.heavy_daily')).toHaveLength(6);
  });

  it('are found where they are written too: a text too long for the key of its table', async () => {
    shop.write({
      'metrics/parcels/depot_daily/definition.yaml': `
table: analytics.depot_daily
description: Parcels of a depot.
grain: [day, depot]
owner: tests
slice: { kind: day, column: day }
reads: { core.parcels: { columns: [depot, sent_at], propagation: { instants: [sent_at] } } }
columns:
  day: { type: date, description: Day. }
  depot: { type: text, description: Depot. }
  parcels: { type: bigint, description: Parcels. }`,
      'metrics/parcels/depot_daily/query.sql': `select day, depot, count(*) as parcels
from stale_days join core.parcels on sent_at >= starts_at and sent_at < counts_until group by day, depot`,
    });
    await shop.run();
    // Random digits, which cannot be compressed below what an index entry may have.
    await change(`depot = (select string_agg(md5(i::text), '') from generate_series(1, 200) as i)`, 'id = 6');
    expect(await failureOf(shop.run())).toMatchObject({
      exitCode: 65,
      message: expect.stringMatching(
        /^analytics\.depot_daily: day 2026-01-04: writing the rows: a value beyond a limit of the server.* \(54000\)$/,
      ) as string,
    });
    await change(`depot = 'north'`, 'id = 6');
    await shop.run();
  });
});

describe('mistakes of a metric author', () => {
  const folder = 'metrics/parcels/weight_daily';
  const queryOf = (text: string) => ({ [`${folder}/query.sql`]: text });
  const yaml = files[`${folder}/definition.yaml`];
  const good = files[`${folder}/query.sql`];
  afterEach(() => shop.write(files));

  it.each([
    ['a typo', queryOf(good.replace('group by', 'gruop by')), /^sql\/\S+query\.sql:5: syntax error/],
    [
      'an unknown column',
      queryOf(good.replace('sum(weight)', 'sum(wieght)')),
      /^sql\/\S+query\.sql:2: .*wieght/,
    ],
    [
      'an unknown table',
      queryOf(good.replace('core.parcels', 'core.parcel')),
      /^sql\/\S+query\.sql:4: .*core\.parcel/,
    ],
    [
      'a constant that is none',
      queryOf(good.replace('join', "cross join (select '2026-13-01'::date) as d join")),
      /^sql\/\S+query\.sql:4: a constant/,
    ],
    [
      'a column that the query does not give',
      queryOf(good.replace('as weight', 'as heft')),
      /^sql\/\S+definition\.yaml:11: .*weight/,
    ],
    [
      'a wrong check',
      { [`${folder}/definition.yaml`]: yaml.replace('weight >= 0', 'wait >= 0') },
      /^sql\/\S+definition\.yaml:13: .*wait/,
    ],
  ])('%s ends 78 with the file and its line, and stops no other table', async (_what, changed, message) => {
    shop.write(changed);
    await query(
      shop.source.url,
      `insert into parcels select max(id) + 1, 'west', 1, '2026-01-09T10:00Z', clock_timestamp() from parcels`,
    );
    const before = await shop.rows('analytics.weight_daily');
    const [count] = await query<{ n: number }>(
      shop.source.url,
      `select count(*)::int as n from parcels where sent_at >= '2026-01-09'`,
    );
    expect(await failureOf(shop.run())).toEqual({
      exitCode: 78,
      message: expect.stringMatching(message) as string,
    });
    expect(await shop.rows('analytics.weight_daily')).toEqual(before);
    expect(await shop.rows('analytics.count_daily')).toContainEqual({ day: '2026-01-09', parcels: count!.n });
  });

  it.each([
    [
      'a column that the definition does not declare',
      queryOf(good.replace('group by day', 'group by day, depot')),
      /query\.sql reads depot of core\.parcels$/,
    ],
    [
      'every column there is, by a star',
      queryOf(`select day, sum(weight) as weight from (select * from stale_days
        join core.parcels on sent_at >= starts_at and sent_at < counts_until) as all_columns group by day`),
      /query\.sql reads depot, updated_at, loaded_run_id of core\.parcels$/,
    ],
    [
      'a row as one value',
      queryOf(good.replace('sum(weight)', 'sum(length(parcels::text))')),
      /query\.sql uses a row as one value/,
    ],
    [
      'another table, laterally',
      queryOf(good.replace('group by', 'cross join lateral (select from core.users limit 0) as u group by')),
      /query\.sql reads core\.users$/,
    ],
    [
      'what a function reads',
      queryOf(good.replace('sum(weight)', 'sum(weight + core.surcharge())')),
      /query\.sql calls core\.surcharge/,
    ],
    [
      'a column of an intermediate table',
      {
        'metrics/parcels/heavy_daily/definition.yaml': files[
          'metrics/parcels/heavy_daily/definition.yaml'
        ].replace('columns: [day, weight]', 'columns: [day]'),
      },
      /query\.sql reads weight of analytics\.weight_daily$/,
    ],
  ])('%s is refused before it is believed, naming file and column', async (_what, changed, message) => {
    await query(
      shop.warehouse.url,
      `create or replace function core.surcharge() returns bigint language sql stable as 'select count(*) from core.users'`,
    );
    shop.write(changed);
    expect(await failureOf(shop.run())).toEqual({
      exitCode: 78,
      message: expect.stringMatching(message) as string,
    });
  });

  it('a column of the model without its migration blames the warehouse, not the source', async () => {
    await query(shop.warehouse.url, 'alter table core.parcels rename column weight to grams');
    try {
      const { exitCode, message } = await failureOf(shop.run());
      expect({ exitCode, message }).toEqual({
        exitCode: 78,
        message: expect.stringMatching(/^the warehouse's tables .*core\.parcels\.weight: missing/) as string,
      });
    } finally {
      await query(shop.warehouse.url, 'alter table core.parcels rename column grams to weight');
    }
  });
});
