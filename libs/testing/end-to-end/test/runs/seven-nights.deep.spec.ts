import { builtApp, environmentOf, openShop, query, type Shop } from '@acme/testing';
import { settingsOf, type Flags } from '../support/disagreements';

const app = builtApp('cli');
const allLegacy: Flags = { legacyEtl: true, v1Schema: true };
const flipped: Flags = { legacyEtl: true, v1Schema: false };
let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 80, days: 60 });
});
afterAll(() => shop.close());

/** The run of a night in November 2026, and what is asked after it. */
const night = (day: number, flags = allLegacy) =>
  environmentOf(shop, { ...settingsOf(flags), RUN_NOW: `2026-11-${day}T02:00:00Z` });

const check = (day: number, flags = allLegacy) =>
  app.run(night(day, flags), ['cutover', 'check', '--flag', 'schema']);

it('holds a flip back until seven nights of comparison were green', async () => {
  for (let day = 20; day <= 25; day++) {
    await app.runWell(night(day), ['run', 'all', '--shadow']);
    if (day === 22) await shop.advance(3);
  }
  const early = await check(25);
  expect(early.code).toBe(65);
  expect(early.stdout).toMatch(/ENABLE_V1_SCHEMA: true → false is NOT safe now/);
  expect(early.stdout).toMatch(/no check of 2026-11-18 \(/);
  await app.runWell(night(26), ['run', 'all', '--shadow']);
  const { code, stdout } = await check(26);
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/ENABLE_V1_SCHEMA: true → false is safe now/) as string,
  });
});

it('takes the consent back when a night finds a number that nothing explains, and gives it when that is mended', async () => {
  const wrong = `update analytics_v1.order_analytics set order_count = order_count + 1
    where order_date = (select max(order_date) from analytics_v1.order_analytics)`;
  await query(shop.warehouse.url, wrong);
  await app.runWell(night(26), ['run', 'all', '--shadow']);
  const { code, stdout } = await check(26);
  expect(code).toBe(65);
  expect(stdout).toMatch(/unexplained differences in analytics_v1\.order_analytics on 2026-11-2\d \(\d\)/);
  await query(shop.warehouse.url, wrong.replace('+ 1', '- 1'));
  await app.runWell(night(26), ['run', 'all', '--shadow']);
  expect((await check(26)).code).toBe(0);
});

it('asks for green nights of its own on the way back', async () => {
  await app.runWell(night(26, flipped), ['run', 'all', '--shadow']);
  const { code, stdout } = await check(26, flipped);
  expect(code).toBe(65);
  expect(stdout).toMatch(/ENABLE_V1_SCHEMA: false → true is NOT safe now/);
});
