import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtApp, environmentOf, openShop, query, type Shop } from '@acme/testing';

const cli = builtApp('cli');
const original = join(__dirname, '../../../sql');
const folder = mkdtempSync(join(tmpdir(), 'acme-try-'));
/** The author's working copy. */
const sql = join(folder, 'sql');
let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 60, days: 40 });
  await cli.runWell(environmentOf(shop), ['run', 'order-analytics']);
  await cli.runWell(environmentOf(shop), ['run', 'user-analytics']);
}, 240_000);
beforeEach(() => cpSync(original, sql, { recursive: true }));
afterEach(() => rmSync(sql, { recursive: true, force: true }));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await shop?.close();
});

const attempt = (...argv: string[]) => cli.run(environmentOf(shop), ['try', '--sql', sql, ...argv]);

/** Changes a file of a table's folder. */
function edit(table: string, file: string, from: string | RegExp, to: string): void {
  const path = join(sql, 'metrics', table, file);
  const text = readFileSync(path, 'utf8');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  writeFileSync(path, changed);
}

/** All that is published or recorded, row versions included, and which tables there are. */
async function standing(): Promise<string> {
  const tables = await query<{ name: string }>(
    shop.warehouse.url,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('analytics', 'analytics_v1', 'core', 'etl') order by 1`,
  );
  const rows = await Promise.all(
    tables.map(({ name }) =>
      query(
        shop.warehouse.url,
        `select '${name}' as name, count(*), sum(hashtextextended(xmin::text || t::text, 0)) from ${name} as t`,
      ),
    ),
  );
  return JSON.stringify(rows);
}

async function touchesNothing<T>(work: () => Promise<T>): Promise<T> {
  const before = await standing();
  const result = await work();
  expect(await standing()).toBe(before);
  return result;
}

it('a definition that is as published makes the rows that are published', async () => {
  for (const table of ['order_daily', 'analytics.customer_repeat_monthly', 'user_segments', 'core.user_days'])
    for (const extent of [[], ['--full']]) {
      const { code, stdout, stderr } = await touchesNothing(() => attempt(table, ...extent));
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(
        /^\S+, .* \([\d,]+ slices?, now 2026-11-20T06:00:00\.000Z\): the [\d,]+ rows are as published$/m,
      );
    }
}, 240_000);

it('another formula shows how many rows change, by how much, and the largest changes', async () => {
  edit(
    'orders/order_daily',
    'query.sql',
    'coalesce(sum(valid.items), 0) as items',
    'coalesce(sum(valid.items), 0) * 10 as items',
  );
  const [expected] = await query<{ rows: string; sum: string; most: string; days: string }>(
    shop.warehouse.url,
    `select count(*)::text as rows, sum(items)::text as sum, max(items)::text as most, count(distinct day)::text as days
     from analytics.order_daily where items > 0 and day between '2026-11-10' and '2026-11-19'`,
  );
  const { rows, sum, most, days } = expected!;
  const { code, stdout } = await touchesNothing(() =>
    attempt('order_daily', '--days', '2026-11-10..2026-11-19'),
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(
    new RegExp(
      `^analytics\\.order_daily, days 2026-11-10 to 2026-11-19 \\(10 slices, .*: 0 added, 0 removed, ${rows} changed of`,
    ),
  );
  expect(stdout).toMatch(new RegExp(`^  ${days} slices touched`, 'm'));
  expect(stdout).toMatch(new RegExp(`^  items +${rows} +${sum} +${sum}0$`, 'm'));
  const [, largest] = /largest changes.*\n +items +(.*)/.exec(stdout)!;
  expect(largest).toMatch(new RegExp(`^day=2026-11-\\d\\d currency=\\w+ source=\\S+ +${most} +${most}0$`));
});

it('rows that come and go are counted, with a few keys', async () => {
  edit(
    'orders/order_daily',
    'query.sql',
    /coalesce\(orders\.source, 'unknown'\)/g,
    "case coalesce(orders.source, 'unknown') when 'web' then 'site' else coalesce(orders.source, 'unknown') end",
  );
  const { code, stdout } = await touchesNothing(() => attempt('order_daily', '--full'));
  const [web] = await query<{ rows: string }>(
    shop.warehouse.url,
    "select count(*)::text as rows from analytics.order_daily where source = 'web'",
  );
  expect(Number(web!.rows)).toBeGreaterThan(3);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(
      new RegExp(`: ${web!.rows} added, ${web!.rows} removed, \\d+ changed of`),
    ) as string,
  });
  expect(stdout).toMatch(/^ {2}added +day=\S+ currency=\w+ source=site$/m);
  expect(stdout).toMatch(/^ {2}removed +day=\S+ currency=\w+ source=web$/m);
});

it('columns that come, go, or have another type are named, and another grain is', async () => {
  edit('orders/order_daily', 'definition.yaml', '  items: {', '  units: {');
  edit('orders/order_daily', 'query.sql', '0) as items', '0) as units');
  edit('orders/order_daily', 'definition.yaml', 'placed: { type: bigint', 'placed: { type: numeric');
  const columns = await touchesNothing(() => attempt('order_daily'));
  expect(columns.stdout).toMatch(/^ {2}columns added: units$/m);
  expect(columns.stdout).toMatch(/^ {2}columns removed: items$/m);
  expect(columns.stdout).toMatch(/^ {2}columns of another type: placed: numeric instead of bigint$/m);
  expect(columns.stdout).toMatch(/: 0 added, 0 removed, 0 changed of \d+|rows are as published/);
  edit('orders/order_daily', 'definition.yaml', 'grain: [day, currency, source]', 'grain: [day, currency]');
  edit('orders/order_daily', 'definition.yaml', / {2}source: \{.*\n/, '');
  edit('orders/order_daily', 'query.sql', "  coalesce(orders.source, 'unknown') as source,\n", '');
  edit(
    'orders/order_daily',
    'query.sql',
    "group by stale.day, orders.currency, coalesce(orders.source, 'unknown')",
    'group by stale.day, orders.currency',
  );
  const grain = await touchesNothing(() => attempt('order_daily'));
  expect({ code: grain.code, stderr: grain.stderr }).toEqual({ code: 0, stderr: '' });
  expect(grain.stdout).toMatch(/another grain than day × currency × source/);
});

it('a table that is not published yet is computed as well, and a check that refuses its rows is told', async () => {
  const made = join(sql, 'metrics/orders/order_totals_daily');
  mkdirSync(made);
  writeFileSync(
    join(made, 'definition.yaml'),
    `table: analytics.order_totals_daily
description: Orders of a day.
grain: [day]
owner: commerce analytics
slice: { kind: day, column: day }
reads:
  core.orders:
    columns: [created_at]
    propagation: { instants: [created_at] }
columns:
  day: { type: date, description: Local day. }
  placed: { type: bigint, description: Orders created. }
checks:
  - { name: none_at_all, level: error, expect: placed = 0 }
`,
  );
  writeFileSync(
    join(made, 'query.sql'),
    `select stale.day, count(*) as placed
from stale_days as stale
join core.orders as orders on orders.created_at >= stale.starts_at and orders.created_at < stale.counts_until
group by stale.day
`,
  );
  const { code, stdout } = await touchesNothing(() => attempt('order_totals_daily', '--full'));
  const [days] = await query<{ days: string }>(
    shop.warehouse.url,
    "select count(distinct (created_at at time zone 'UTC')::date)::text as days from core.orders",
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(
    new RegExp(
      `^analytics\\.order_totals_daily, every slice .*: not published yet; ${days!.days} rows$`,
      'm',
    ),
  );
  expect(stdout).toMatch(/check none_at_all finds \d+ rows: a run would refuse the table/);
  expect(stdout).toMatch(/^ {2}added +day=2026-11-/m);
});

describe('a definition that is wrong ends with 78 and the place', () => {
  it.each<[string, string, string | RegExp, string, RegExp]>([
    [
      'a mistake in the query',
      'query.sql',
      'valid.gross_cents',
      'valid.gros_cents',
      /order_daily\/query\.sql:\d+: .*gros_cents/,
    ],
    [
      'a column without a type',
      'definition.yaml',
      'type: date',
      'type: day',
      /order_daily\/definition\.yaml:\d+: columns\.day\.type/,
    ],
    [
      'a column that is read and not declared',
      'definition.yaml',
      ', tax_cents, shipping',
      ', shipping',
      /order_daily\/query\.sql: .*reads tax_cents of core\.orders/,
    ],
    [
      'a check that cannot be computed',
      'definition.yaml',
      'placed > 0 and',
      'placid > 0 and',
      /order_daily\/definition\.yaml:\d+: .*placid/,
    ],
  ])('%s', async (_, file, from, to, line) => {
    edit('orders/order_daily', file, from, to);
    const { code, stdout, stderr } = await touchesNothing(() => attempt('order_daily'));
    expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

it.each([
  [['order_dialy'], /no definition of a table order_dialy; did you mean order_daily\?/],
  [['user_segments', '--date', '2026-11-01'], /is computed by \w+ and has no days/],
  [['order_daily', '--full', '--date', '2026-11-01'], /--full and days exclude each other/],
  [['order_daily', '--days', '2026-11-01'], /--days takes two local days/],
  [['order_daily', '--days', '2026-11-02..2026-11-01'], /lies after/],
  [[], /try takes a table/],
])('%j ends with 64', async (argv, line) => {
  const { code, stderr } = await attempt(...argv);
  expect(code).toBe(64);
  expect(stderr).toMatch(line);
});
