import { fillVaried, legacyTables, legacyTablesOf } from './legacy-fixture';
import { advance, shopServer, until, type ShopServer } from './shop-fixture';

type LegacyService = keyof typeof legacyTablesOf;

const hashOf = (table: string) =>
  `select hashtextextended(string_agg(t::text, ' ' order by id), 0)::text as hash from ${table}_legacy t`;

describe('the old generation of a shop that goes on', () => {
  let server: ShopServer;

  beforeAll(async () => {
    server = await shopServer();
  });
  afterAll(() => server.release());

  it('changes only where the new one changed', async () => {
    const shop = await server.empty();
    await fillVaried(shop);
    for (const table of legacyTables) {
      await shop.query(
        `create table ${table}_before as select id, ctid::text as place, t::text as row from ${table}_legacy t`,
      );
    }
    await advance(shop, 3);
    for (const table of legacyTables) {
      const moved =
        table === 'user_activity' ? 'true' : `t.updated_at < '${until.toISOString().slice(0, 19)}'`;
      const [seen] = await shop.query<Record<string, number>>(
        `select count(*) filter (where b.id is null)::int as inserted,
                count(*) filter (where t.id is null)::int as deleted,
                count(*) filter (where t::text <> b.row)::int as changed,
                count(*) filter (where t::text <> b.row and ${moved})::int as silent,
                count(*) filter (where t::text = b.row and t.ctid::text <> b.place)::int as rewritten
           from ${table}_legacy t full join ${table}_before b using (id)`,
      );
      expect([table, seen!.silent, seen!.rewritten]).toEqual([table, 0, 0]);
      expect(seen!.inserted).toBeGreaterThan(0);
      if (table !== 'user_activity') expect([table, seen!.changed]).not.toEqual([table, 0]);
      if (!['payments', 'refunds'].includes(table)) expect([table, seen!.deleted]).not.toEqual([table, 0]);
    }
  });

  it('is the same in databases apart, whatever time zone their sessions have', async () => {
    const together = await server.empty();
    const apart = await server.apart();
    const zones = Object.entries({
      users: 'Asia/Tokyo',
      orders: 'America/New_York',
      payments: 'Asia/Kolkata',
    });
    for (const [service, zone] of zones) {
      await apart.ask(
        service as LegacyService,
        `do $$ begin execute format('alter database %I set timezone to ''${zone}''', current_database()); end $$`,
      );
    }
    for (const shop of [together, apart]) {
      await fillVaried(shop);
      await advance(shop, 1);
    }
    for (const [service, names] of Object.entries(legacyTablesOf)) {
      for (const table of names) {
        const there = await apart.ask<{ hash: string }>(service as LegacyService, hashOf(table));
        expect([table, await together.query(hashOf(table))]).toEqual([table, there]);
      }
    }
  });
});
