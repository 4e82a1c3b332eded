import { builtApp, environmentOf, openShop, type Shop } from '@acme/testing';
import { settingsOf } from '../support/disagreements';

const app = builtApp('cli');
const legacy = settingsOf({ legacyEtl: true, v1Schema: true });
let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 60, days: 60, after: { environment: legacy } });
});
afterAll(() => shop.close());

const check = (...options: string[]) =>
  app.run(environmentOf(shop, legacy), ['cutover', 'check', ...options]);

it('is not safe to flip the schema before parity has been recorded, and says which days are missing', async () => {
  const { code, stdout, stderr } = await check('--flag', 'schema');
  expect({ code, stdout }).toEqual({
    code: 65,
    stdout: expect.stringMatching(/not ok.*7 green days of parity.*no check of 2026-11-13/) as string,
  });
  expect(stderr).toMatch(/flipping ENABLE_V1_SCHEMA is not safe now/);
});

it('is safe after a run that records parity of enough days', async () => {
  await app.runWell(environmentOf(shop, legacy), ['run', 'all', '--shadow']);
  const { code, stdout } = await check('--flag', 'schema', '--days', '1');
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/ENABLE_V1_SCHEMA: true → false is safe now/) as string,
  });
});
