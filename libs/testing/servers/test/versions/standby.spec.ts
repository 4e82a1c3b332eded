import {
  builtApp,
  disagreements,
  environmentOf,
  openShop,
  ownServer,
  query,
  v2Edits,
  type Shop,
} from '@acme/testing';
import { primarySettings, startStandby, type Standby } from './standby';

const app = builtApp('cli');
const now = '2026-11-20T06:00:00Z';
const later = '2026-11-23T15:30:00Z';

describe.each([15, 18])('a hot standby of PostgreSQL %d as source', (version) => {
  let shop: Shop;
  let standby: Standby;

  beforeAll(async () => {
    const server = await ownServer({ version, settings: primarySettings });
    shop = await openShop({ server, users: 40, days: 30, eventsPerUser: 20 });
    standby = await startStandby(server, { max_standby_streaming_delay: '0' });
  });
  afterAll(async () => {
    await standby?.release();
    await shop?.close();
  });

  const environment = (runNow: string) =>
    environmentOf(shop, { RUN_NOW: runNow, SOURCE_DATABASE_URL: standby.url(shop.source.name) });
  const compare = (runNow: string) => disagreements(shop.source.url, shop.warehouse.url, 'UTC', runNow);

  it('agrees after a first load, and after changes that arrived by replication', async () => {
    await standby.catchUp();
    await app.runWell(environment(now), ['run', 'all']);
    expect(await compare(now)).toEqual({});
    await shop.advance(3);
    await query(shop.source.url, v2Edits);
    await standby.catchUp();
    await app.runWell(environment(later), ['run', 'all']);
    expect(await compare(later)).toEqual({});
  });

  it('says that the database was unavailable when replication ends its queries, and heals', async () => {
    const tables = [
      'users_v2',
      'user_activity_v2',
      'orders_v2',
      'order_items_v2',
      'payments_v2',
      'notifications_v2',
    ];
    await query(shop.source.url, tables.map((table) => `delete from ${table} where id % 97 = 11;`).join(' '));
    await standby.catchUp();
    let ended = false;
    // Replayed at the cost of whatever reads the tables on the standby.
    const storm = (async () => {
      while (!ended)
        await query(
          shop.source.url,
          `begin; lock table ${tables.join(', ')} in access exclusive mode; commit`,
        );
    })();
    const { code, stderr } = await app
      .run(environment('2026-11-23T17:00:00Z'), ['run', 'all', '--full-refresh'])
      .finally(() => (ended = true));
    await storm;
    const [row] = await query<{ conflicts: string }>(
      standby.url('postgres'),
      'select sum(confl_lock)::text as conflicts from pg_stat_database_conflicts',
    );
    expect(Number(row!.conflicts)).toBeGreaterThan(0);
    expect({ code, stderr }).toEqual({ code: code === 0 ? 0 : 69, stderr });
    await standby.catchUp();
    await app.runWell(environment('2026-11-23T18:00:00Z'), ['run', 'all']);
    expect(await compare('2026-11-23T18:00:00Z')).toEqual({});
  });
});
