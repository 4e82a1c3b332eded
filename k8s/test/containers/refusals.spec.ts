import { openShop, query, rowVersions, type Environment, type Shop } from '@acme/testing';
import { runContainer, type ContainerOptions } from '../support/container';
import { databasesOf } from '../support/databases';
import { describeContainers } from '../support/describe-containers';

let shop: Shop;

/** Nothing listens on port 1. */
const unreachable = 'postgres://etl:secret@127.0.0.1:1/warehouse';
const quick = { CONNECT_ATTEMPTS: '2' };

describeContainers('a container that cannot do its work', () => {
  beforeAll(async () => {
    shop = await openShop({ users: 60, days: 100 });
    const { code, stderr } = await runContainer('local', 'user-analytics', { env: databasesOf(shop) });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
  afterAll(() => shop?.close());

  it('has nothing to do when nothing changed, and writes nothing', async () => {
    const before = await rowVersions(shop.warehouse.url);
    const { code } = await runContainer('local', 'user-analytics', { env: databasesOf(shop) });
    expect(code).toBe(0);
    expect(await rowVersions(shop.warehouse.url)).toEqual(before);
  });

  const wrongPassword = () => {
    const url = new URL(shop.warehouse.url);
    url.password = 'wrong';
    return url.href;
  };
  const withoutAny = (): Environment =>
    Object.fromEntries(Object.keys(databasesOf(shop)).map((name) => [name, undefined]));

  it.each<[string, number, RegExp, () => ContainerOptions]>([
    [
      'a warehouse that cannot be reached',
      69,
      /warehouse/,
      () => ({ env: databasesOf(shop, { ...quick, WAREHOUSE_DATABASE_URL: unreachable }) }),
    ],
    [
      'a source that cannot be reached',
      69,
      /users/,
      () => ({ env: databasesOf(shop, { ...quick, USERS_DATABASE_URL: unreachable }) }),
    ],
    [
      'a URL that is none',
      78,
      /WAREHOUSE_DATABASE_URL: must be a URL/,
      () => ({ env: databasesOf(shop, { WAREHOUSE_DATABASE_URL: 'warehouse:5432' }) }),
    ],
    [
      'a wrong password',
      77,
      /warehouse/,
      () => ({ env: databasesOf(shop, { WAREHOUSE_DATABASE_URL: wrongPassword() }) }),
    ],
    ['no database URL at all', 78, /no database URL is given/, () => ({ env: withoutAny() })],
    [
      'no URL of its source',
      78,
      /users/,
      () => ({ env: databasesOf(shop, { USERS_DATABASE_URL: undefined }) }),
    ],
    [
      'a Secret without the keyring',
      78,
      /keyring file of PII_KEYRING_FILE cannot be read \(ENOENT\)/,
      () => ({ env: databasesOf(shop), secretFiles: {} }),
    ],
    [
      'a keyring that is none',
      78,
      /keyring file is not JSON/,
      () => ({ env: databasesOf(shop), secretFiles: { 'keyring.json': 'secret' } }),
    ],
    [
      'no keyring configured',
      78,
      /no PII key is configured/,
      () => ({ env: databasesOf(shop, { PII_KEYRING_FILE: undefined }) }),
    ],
  ])(
    'says so about %s, with %i, and leaves the warehouse as it was',
    async (_what, expected, line, options) => {
      const before = await rowVersions(shop.warehouse.url);
      const { code, stderr } = await runContainer('local', 'user-analytics', options());
      expect({ code, stderr }).toEqual({ code: expected, stderr: expect.stringMatching(line) as string });
      expect(stderr).not.toMatch(/secret|wrong@/);
      expect(await rowVersions(shop.warehouse.url)).toEqual(before);
    },
  );

  it('refuses a source that drifted, with 65', async () => {
    await query(shop.source.url, 'alter table users_v2 rename column email to mail');
    const before = await rowVersions(shop.warehouse.url);
    const { code, stderr } = await runContainer('local', 'user-analytics', { env: databasesOf(shop) });
    await query(shop.source.url, 'alter table users_v2 rename column mail to email');
    expect({ code, stderr }).toEqual({ code: 65, stderr: expect.stringMatching(/email/) as string });
    expect(await rowVersions(shop.warehouse.url)).toEqual(before);
  });
});
