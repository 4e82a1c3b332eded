import { builtApp, contents, environmentOf, openShop, query, type Shop } from '@acme/testing';

const cli = builtApp('cli');
let shop: Shop;
let url: string;
let before: Record<string, string[]>;

beforeAll(async () => {
  shop = await openShop({ users: 60, days: 60, after: {} });
  url = shop.warehouse.url;
  // What one job publishes may make stale what another has published from it by then.
  await cli.runWell(environmentOf(shop), ['run', 'all']);
  before = await contents(url);
});
afterAll(() => shop.close());

const doctor = (...argv: string[]) => cli.run(environmentOf(shop), ['doctor', ...argv]);

it('finds nothing in a warehouse that the jobs have filled', async () => {
  const { code, stdout } = await doctor();
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: 'Schema, grants, tables and ledger are as they should be.\n',
  });
});

it('names an emptied table, as status does, and the next run writes it again', async () => {
  await query(url, 'delete from analytics.order_fulfilment_daily');
  const { code, stdout } = await doctor();
  expect(code).toBe(65);
  expect(stdout).toMatch(/tables +analytics\.order_fulfilment_daily +\d+ days .* with 0 rows instead of \d+/);
  expect((await cli.run(environmentOf(shop), ['status'])).stdout).toMatch(
    /analytics\.order_fulfilment_daily .*no: 0 rows instead of \d+/,
  );
  const { stderr } = await cli.runWell(environmentOf(shop), ['run', 'order-analytics']);
  expect(stderr).toMatch(/order_fulfilment_daily is not what was published/);
  expect(await contents(url)).toEqual(before);
  expect((await doctor()).code).toBe(0);
});

it('repairs any table of any job, steps of core included', async () => {
  await query(
    url,
    `delete from core.valid_orders where order_id % 3 = 0;
     update core.user_days set events = events + 1 where day = (select max(day) from core.user_days);
     truncate core.customers;
     drop table analytics.payment_daily;
     alter table analytics.notification_daily drop column sent;
     update analytics.user_segments set segment = 'high_value' where segment = 'no_orders';
     insert into analytics.order_daily (day, currency, source, run_id, computed_at) values ('2031-01-01', 'EUR', 'web', 1, now())`,
  );
  const { code, stdout, stderr } = await doctor('--repair');
  expect({ code, stderr: code === 0 ? '' : stderr, stdout }).toEqual({
    code: 0,
    stderr: '',
    stdout: expect.stringContaining('Repaired.') as string,
  });
  expect(await contents(url)).toEqual(before);
});

it('takes no other argument', async () => {
  expect((await doctor('--fix')).code).toBe(64);
});
