import { builtApp, contents, environmentOf, openShop, ownServer, query, type Shop } from '@acme/testing';

const app = builtApp('cli');
let shop: Shop;
let reader: string;

beforeAll(async () => {
  // A role belongs to a whole server.
  shop = await openShop({ server: await ownServer(), users: 40, days: 30 });
  const admin = shop.source.url;
  await query(admin, `create role reader login password 'reader-of-tests'`);
  await query(
    admin,
    'grant select on all tables in schema public to reader; grant pg_read_all_stats to reader',
  );
  const url = new URL(admin);
  url.username = 'reader';
  url.password = 'reader-of-tests';
  reader = url.href;
});
afterAll(() => shop.close());

const run = (...argv: string[]) =>
  app.run(environmentOf(shop, { SOURCE_DATABASE_URL: reader }), argv.length > 0 ? argv : ['run', 'all']);

const hide = (table: string) =>
  query(
    shop.source.url,
    `alter table ${table} enable row level security; create policy halves on ${table} using (id % 2 = 0)`,
  );
const show = (table: string) =>
  query(shop.source.url, `alter table ${table} disable row level security; drop policy halves on ${table}`);

it('loads for a role that no policy binds', async () => {
  expect((await run()).code).toBe(0);
});

describe.each([
  ['users_v2', 'user-analytics'],
  ['user_activity_v2', 'user-analytics'],
  ['refunds_v2', 'payment-analytics'],
])('rows of %s hidden by a policy', (table, job) => {
  beforeAll(() => hide(table));
  afterAll(() => show(table));

  it('are not taken for deleted: the run ends 77 and says what to do', async () => {
    const before = await contents(shop.warehouse.url);
    const { code, stderr } = await run('run', job);
    expect(code).toBe(77);
    expect(stderr).toMatch(new RegExp(`row-level security hides rows of table ${table} .*bypassrls`));
    expect(await query(shop.warehouse.url, 'select from core.tombstones')).toEqual([]);
    const core = (of: typeof before) =>
      Object.entries(of).filter(([name]) => name.startsWith('core.') && !name.includes('_days'));
    expect(core(await contents(shop.warehouse.url))).toEqual(core(before));
  });
});

describe('other ways to read a source', () => {
  beforeAll(() => hide('payments_v2'));
  afterAll(() => show('payments_v2'));

  it.each([
    ['a dry run', ['run', 'payment-analytics', '--dry-run']],
    ['chosen days', ['run', 'payment-analytics', '--date', '2026-11-10']],
    ['a full refresh', ['run', 'payment-analytics', '--full-refresh']],
    ['reconcile', ['reconcile']],
    ['reconcile --repair', ['reconcile', '--repair']],
  ])('%s', async (_name, argv) => {
    const { code, stderr } = await run(...argv);
    expect({ code, stderr }).toEqual({
      code: 77,
      stderr: expect.stringMatching(/row-level security/) as string,
    });
    expect(await query(shop.warehouse.url, 'select from core.tombstones')).toEqual([]);
  });
});

it('sees through a view of the invoker as well', async () => {
  await query(
    shop.source.url,
    `alter table disputes_v2 rename to disputes_kept;
     alter table disputes_kept enable row level security;
     create view disputes_v2 with (security_invoker = true) as select * from disputes_kept;
     grant select on disputes_v2 to reader`,
  );
  const { code, stderr } = await run('run', 'payment-analytics');
  expect({ code, stderr }).toEqual({
    code: 77,
    stderr: expect.stringMatching(/row-level security hides rows of table disputes_kept/) as string,
  });
});

it('goes on once the role may see every row', async () => {
  await query(shop.source.url, 'alter role reader bypassrls');
  expect((await run()).code).toBe(0);
  expect(await query(shop.warehouse.url, 'select from core.tombstones')).toEqual([]);
});
