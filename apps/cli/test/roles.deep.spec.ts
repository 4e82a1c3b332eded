import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { services } from '@acme/config';
import {
  builtApp,
  environmentOf,
  openShop,
  ownServer,
  query,
  type Environment,
  type Shop,
} from '@acme/testing';

const cli = builtApp('cli');
const root = join(__dirname, '../../..');

/** Names that have to be quoted. */
const writer = `Writer "of" it; drop role x`;
const analyst = "analyst's group";
const operator = 'operator :"writer"';
const reader = (service: string) => `${service} reader`;
const password = 'only-for-this-test';

let shop: Shop;
let environment: Environment;

/** A URL of one of the two databases as somebody. */
function as(role: string, url = shop.warehouse.url): string {
  const changed = new URL(url);
  changed.username = encodeURIComponent(role);
  changed.password = password;
  return changed.href;
}
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

async function rolesSql(...argv: string[]): Promise<string> {
  const { stdout } = await cli.runWell({ PATH: process.env.PATH }, ['roles', ...argv]);
  return stdout;
}
const warehouseRoles = () =>
  rolesSql('warehouse', '--writer', writer, '--analyst', analyst, '--operator', operator);

/** The SQLSTATE that a statement is refused with, in a transaction that has turned the read-only default off. */
async function refusal(url: string, sql: string): Promise<string | undefined> {
  try {
    await query(url, `begin transaction read write; ${sql}`);
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  }
}

beforeAll(async () => {
  shop = await openShop({ server: await ownServer(), users: 50, days: 30 });
  await query(shop.warehouse.url, await warehouseRoles());
  for (const service of services)
    for (const generation of ['legacy', 'v2'])
      await query(
        shop.source.url,
        await rolesSql(service, '--source-reader', reader(service), '--generation', generation),
      );
  await query(
    shop.warehouse.url,
    [
      ...[writer, ...services.map(reader)].map((role) => `alter role ${quoted(role)} password '${password}'`),
      ...['jane', 'omar', 'petra'].map((name) => `create role ${name} login password '${password}'`),
      `grant ${quoted(analyst)} to jane`,
      `grant ${quoted(operator)} to omar`,
      'grant analytics_pii_reader to petra',
      'create table public.other (a int)',
    ].join(';'),
  );
  environment = {
    ...environmentOf(shop, { SOURCE_DATABASE_URL: undefined, WAREHOUSE_DATABASE_URL: as(writer) }),
    ...Object.fromEntries(
      services.map((service) => [
        `${service.toUpperCase()}_DATABASE_URL`,
        as(reader(service), shop.source.url),
      ]),
    ),
  };
});
afterAll(() => shop?.close());

it('all jobs run with just these roles, from either generation of tables into either schema', async () => {
  await cli.runWell(environment, ['run', 'all']);
  await cli.runWell(environment, ['reconcile']);
  const old = { ...environment, ENABLE_LEGACY_ETL: 'true', ENABLE_V1_SCHEMA: 'true' };
  await cli.runWell(old, ['run', 'all']);
}, 240_000);

describe('a source reader', () => {
  const users = () => as(reader('users'), shop.source.url);

  it.each([
    ['a column that is never extracted', 'select password_hash from users_v2'],
    ['all columns', 'select * from users_v2'],
    ["another service's table", 'select id from orders_v2'],
    ['a write', "update users_v2 set status = 'churned'"],
    ['a deletion', 'delete from users_v2'],
    ['an insertion', 'insert into users_v2 (id) values (1)'],
    ['a lock against writers', 'lock table users_v2 in share mode'],
    ['a table', 'create table mine (a int)'],
    ['a temporary table', 'create temporary table mine (a int)'],
    ['a schema', 'create schema mine'],
    ['a role', 'create role mine'],
    ['a file', "select pg_read_file('/etc/passwd')"],
    ['a program', "copy (select 1) to program 'true'"],
  ])('is denied %s', async (_, sql) => expect(await refusal(users(), sql)).toBe('42501'));

  it('reads its columns, cannot write unless it asks to, and sees when others began', async () => {
    const [found] = await query<{ n: string; ro: string; stats: boolean }>(
      users(),
      `select count(email) as n, current_setting('transaction_read_only') as ro,
         pg_has_role('pg_read_all_stats', 'usage') as stats from users_v2`,
    );
    expect(found).toEqual({ n: expect.any(String) as string, ro: 'on', stats: true });
  });

  const grants = ['legacy', 'v2'].flatMap((generation) =>
    services.flatMap((service) => {
      const sql = readFileSync(join(root, 'sql/roles/sources', generation, `${service}.sql`), 'utf8');
      return [...sql.matchAll(/grant select \(([^)]+)\) on (\w+)/g)].map(
        ([, columns, table]) =>
          [generation, table!, columns!.split(',').map((column) => column.trim())] as const,
      );
    }),
  );
  it.each(grants)(
    'of %s.%s is granted no column that no extraction query names',
    (generation, table, columns) => {
      const folder = join(root, 'sql/sources', generation);
      const reading = readdirSync(folder)
        .filter((file) => file.endsWith('.sql'))
        .map((file) => readFileSync(join(folder, file), 'utf8').replace(/--.*/g, ''))
        .filter((sql) => new RegExp(`\\b${table}\\b`).test(sql))
        .join('\n');
      expect(columns.filter((column) => !new RegExp(`\\b${column}\\b`).test(reading))).toEqual([]);
    },
  );
});

describe('an analyst', () => {
  it.each([
    ['facts', 'select 1 from core.users'],
    ['what core computes', 'select 1 from core.customers'],
    ['the ledger', 'select 1 from etl.runs'],
    ['quarantine', 'select 1 from etl.quarantine'],
    ['a write', 'delete from analytics.order_daily'],
    ['a table', 'create table analytics.mine (a int)'],
    ['a temporary table', 'create temporary table mine (a int)'],
    ["somebody else's table", 'select a from public.other'],
    ["the writer's role", `set role ${quoted(writer)}`],
  ])('is denied %s', async (_, sql) => expect(await refusal(as('jane'), sql)).toBe('42501'));

  it('reads every metric table, those made after the grants too', async () => {
    const tables = await query<{ name: string }>(
      shop.warehouse.url,
      "select table_name as name from etl.metric_tables where table_name like 'analytics%' and to_regclass(table_name) is not null",
    );
    expect(tables.length).toBeGreaterThan(35);
    expect(tables.some(({ name }) => name.startsWith('analytics_v1.'))).toBe(true);
    await query(as('jane'), tables.map(({ name }) => `select * from ${name} limit 1`).join(';'));
  });

  it('is not let into tables of the old system by granting anew', async () => {
    await query(
      shop.warehouse.url,
      `create table analytics_v1.old_export (email text); alter table analytics_v1.old_export owner to ${quoted(writer)};
       revoke all on analytics_v1.old_export from ${quoted(analyst)}`,
    );
    await query(shop.warehouse.url, await warehouseRoles());
    expect(await refusal(as('jane'), 'select email from analytics_v1.old_export')).toBe('42501');
    expect(await refusal(as('jane'), 'select * from analytics_v1.user_segments')).toBeUndefined();
  });
});

describe('an operator', () => {
  it('asks for status, history and rows of the ledger, facts and metric tables', async () => {
    const asOperator = { ...environment, WAREHOUSE_DATABASE_URL: as('omar') };
    await cli.runWell(asOperator, ['status']);
    expect((await cli.runWell(asOperator, ['history', '1'])).stdout).toMatch(/succeeded/);
    for (const table of ['etl.quarantine', 'core.users', 'core.customers', 'analytics.order_daily'])
      await cli.runWell(asOperator, ['query', `select count(*) from ${table}`]);
  });

  it('is what a query of the writer becomes', async () => {
    const { stdout } = await cli.runWell({ ...environment, QUERY_ROLE: operator }, [
      'query',
      'select current_user, session_user',
    ]);
    expect(stdout).toContain(`operator :"writer"  Writer "of" it`);
  });

  it.each([
    ['a write to the ledger', 'delete from etl.runs'],
    ['a write to facts', 'delete from core.users'],
    ['a temporary table', 'create temporary table mine (a int)'],
    ["somebody else's table", 'select a from public.other'],
  ])('is denied %s', async (_, sql) => expect(await refusal(as('omar'), sql)).toBe('42501'));
});

it('personal values shown on purpose are for analytics_pii_reader only, however often the roles are made', async () => {
  const direct = {
    ...environment,
    ENABLE_LEGACY_ETL: 'true',
    ENABLE_V1_SCHEMA: 'true',
    V1_PII: 'direct',
    V1_PII_DIRECT_GRANTED: 'true',
  };
  await cli.runWell(direct, ['run', 'user-analytics']);
  await query(shop.warehouse.url, await warehouseRoles());
  const shown = await query<{ table: string; column: string }>(
    shop.warehouse.url,
    `select attrelid::regclass::text as table, attname as column from pg_attribute
     where attrelid in ('core.users'::regclass, 'analytics_v1.user_duplicates'::regclass)
       and (attname like '%\\_shown' or attrelid <> 'core.users'::regclass and attname in ('email', 'phone', 'name'))`,
  );
  expect(shown.length).toBeGreaterThan(1);
  for (const { table, column } of shown)
    for (const role of ['jane', 'omar'])
      expect({
        role,
        table,
        column,
        code: await refusal(as(role), `select ${column} from ${table}`),
      }).toEqual({
        role,
        table,
        column,
        code: '42501',
      });
  for (const { table, column } of shown.filter(({ table: name }) => name.startsWith('analytics')))
    expect(await refusal(as('petra'), `select ${column} from ${table}`)).toBeUndefined();
}, 240_000);

it('the writer is no superuser and reads nothing but its own', async () => {
  expect(await refusal(as(writer), 'select a from public.other')).toBe('42501');
  expect(await refusal(as(writer), 'create role mine')).toBe('42501');
});

it.each([
  [['nowhere'], /roles does not know nowhere/],
  [['warehouse', 'users'], /unexpected argument users/],
  [['--writer', ''], /--writer needs a value/],
  [['--writer', 'pg_monitor'], /pg_monitor cannot be/],
  [['--writer', 'public'], /cannot be/],
  [['--analyst', 'a\u001b[2J\nb'], /--analyst a\\u001b\[2J\\?n? ?b cannot be/],
  [['--operator', 'x'.repeat(64)], /cannot be/],
  [['--generation', 'v3'], /--generation does not know v3/],
  [['--password', 'x'], /unknown option --password/],
])('%j ends with 64', async (argv, line) => {
  const { code, stdout, stderr } = await cli.run({ PATH: process.env.PATH }, ['roles', ...argv]);
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
  expect(stderr).toMatch(line);
});

it('nothing that is written here grants to everybody', () => {
  const files = ['docs', 'sql', 'README.md'].flatMap((path) =>
    path.includes('.')
      ? [join(root, path)]
      : readdirSync(join(root, path), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && /\.(sql|md|yaml)$/.test(entry.name))
          .map((entry) => join(entry.parentPath, entry.name)),
  );
  const offending = files.filter((file) => /\bgrant\b[^;]*\bto public\b/i.test(readFileSync(file, 'utf8')));
  expect(offending).toEqual([]);
});
