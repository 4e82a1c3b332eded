import {
  advance,
  fillSmall,
  shopServer,
  tables,
  until,
  type ShopServer,
  type SmallShop,
} from './shop-fixture';

const day = 86_400_000;
const saleTables = tables.slice(2);

describe('a shop that goes on', () => {
  let server: ShopServer;
  let shop: SmallShop;

  beforeAll(async () => {
    server = await shopServer();
    shop = await server.empty();
    await fillSmall(shop);
    await shop.query(
      `create table users_before as table users_v2; create table events_before as table user_activity_v2;
       ${saleTables.map((name) => `create table ${name}_before as table ${name}`).join(';')}`,
    );
  });
  afterAll(() => server.release());

  /** What an advance did to a table. */
  const seen = (name: string) =>
    counts(
      `select (select count(*)::int from ${name} where id not in (select id from ${name}_before)) as inserted,
              (select count(*)::int from ${name} t join ${name}_before before using (id)
                where t::text <> before::text) as updated,
              (select count(*)::int from ${name}_before where id not in (select id from ${name})) as deleted`,
    );

  const counts = async (sql: string) => (await shop.query<Record<string, number>>(sql))[0]!;

  it('reports what the tables show: rows that came, changed and went', async () => {
    const { orders, items, payments, refunds, disputes, notifications, ...report } = await advance(shop, 3);
    const changes = [orders, items, payments, refunds, disputes, notifications];
    for (const [nth, name] of saleTables.entries()) expect(await seen(name)).toEqual(changes[nth]);
    expect(changes.slice(0, 4).every(({ inserted }) => inserted > 0)).toBe(true);
    expect([orders.updated, payments.updated, orders.deleted].every((n) => n > 0)).toBe(true);
    expect(report.until).toEqual(new Date(until.getTime() + 3 * day));
    expect(
      await counts(
        `select (select count(*)::int from users_v2 where id not in (select id from users_before)) as "newUsers",
                (select count(*)::int from user_activity_v2 where id > (select max(id) from events_before)) as "newEvents",
                (select count(*)::int from users_before where id not in (select id from users_v2)) as "erasedUsers",
                (select count(*)::int from events_before
                  where id not in (select id from user_activity_v2)) as "erasedEvents",
                (select count(*)::int from users_v2 join users_before before using (id)
                  where users_v2::text <> before::text) as "changedUsers"`,
      ),
    ).toEqual({ ...report, until: undefined });
    for (const count of Object.values({ ...report, until: 1 })) expect(count).toBeGreaterThan(0);
  });

  it('moves updated_at of every changed user into the new days', async () => {
    expect(
      await counts(
        `select count(*)::int as wrong from users_v2 u join users_before before using (id)
          where u::text <> before::text and (u.updated_at < '${until.toISOString()}'
             or u.last_activity_at < before.last_activity_at)`,
      ),
    ).toEqual({ wrong: 0 });
  });

  it('adds late events of earlier days, and no event of a user who does not exist', async () => {
    const { late } = await counts(
      `select count(*)::int as late from user_activity_v2
        where id > (select max(id) from events_before) and created_at < '${until.toISOString()}'`,
    );
    expect(late).toBeGreaterThan(0);
  });

  it('is the same shop for the same steps', async () => {
    const [one, other] = [await server.empty(), await server.empty()];
    for (const each of [one, other]) {
      await fillSmall(each);
      await advance(each, 1);
      await advance(each, 2);
    }
    expect(await one.hash()).toBe(await other.hash());
  });

  it('goes on around rows that were inserted by hand', async () => {
    const mine = await server.empty();
    await fillSmall(mine);
    await mine.query(
      `insert into users_v2 (status, created_at, updated_at) values ('active', now(), now());
       insert into user_activity_v2 (user_id, activity_type, created_at) values (401, 'login', now())`,
    );
    await advance(mine, 2);
    const report = await advance(mine, 2);
    expect(report.newEvents).toBeGreaterThan(0);
    expect(await mine.query('select id::int from users_v2 where email is null and phone is null')).toEqual([
      { id: 401 },
    ]);
  });

  it('cannot be advanced before it was filled', async () => {
    await expect(advance(await server.empty(), 1)).rejects.toThrow('there is no shop to advance');
  });
});
