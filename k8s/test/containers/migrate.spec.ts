import { openShop, query, type Shop } from '@acme/testing';
import { runContainer, startContainer } from '../support/container';
import { databasesOf } from '../support/databases';
import { describeContainers } from '../support/describe-containers';

describeContainers('the migration Job', () => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await openShop({ users: 20, days: 40 });
  });
  afterAll(() => shop?.close());

  /** Neither sources nor keyring, as the manifest has it. */
  const warehouseOnly = (url: string) => ({ env: { WAREHOUSE_DATABASE_URL: url } });
  const applied = async (url: string) =>
    query(
      url,
      "select to_regclass('etl.runs') is not null as ledger, to_regclass('core.users') is not null as core",
    );

  it('brings an empty warehouse up to date, with the warehouse URL alone', async () => {
    const { code, stderr } = await runContainer(
      'production',
      'acme-etl-migrate',
      warehouseOnly(shop.warehouse.url),
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await applied(shop.warehouse.url)).toEqual([{ ledger: true, core: true }]);
  });

  it('has nothing to do a second time', async () => {
    const { code } = await runContainer('production', 'acme-etl-migrate', warehouseOnly(shop.warehouse.url));
    expect(code).toBe(0);
  });

  it('waits for another one, and for a job that migrates by itself', async () => {
    const { url } = await shop.newWarehouse();
    const ended = await Promise.all([
      startContainer('production', 'acme-etl-migrate', warehouseOnly(url)).ended,
      startContainer('production', 'acme-etl-migrate', warehouseOnly(url)).ended,
      startContainer('local', 'user-analytics', {
        env: databasesOf(shop, { WAREHOUSE_DATABASE_URL: url }),
      }).ended,
    ]);
    expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      ended.map(() => ({ code: 0, stderr: '' })),
    );
    expect(await applied(url)).toEqual([{ ledger: true, core: true }]);
  });

  it('says so when the warehouse cannot be reached (69)', async () => {
    const { code } = await runContainer('production', 'acme-etl-migrate', {
      env: { WAREHOUSE_DATABASE_URL: 'postgres://etl:etl@127.0.0.1:1/warehouse', CONNECT_ATTEMPTS: '1' },
    });
    expect(code).toBe(69);
  });
});
