import { v2 } from '@acme/models';
import { fillShop, shopState } from '../src/index';
import { fillSmall, shopServer, until, type ShopServer, type SmallShop } from './shop-fixture';

const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(', ');

describe('a filled shop', () => {
  let server: ShopServer;
  let shop: SmallShop;

  beforeAll(async () => {
    server = await shopServer();
    shop = await server.empty();
    await fillSmall(shop);
  });
  afterAll(() => server.release());

  const one = async (sql: string) => (await shop.query<Record<string, unknown>>(sql))[0];

  it('is the same for the same seed and another for another one', async () => {
    const [same, other] = [await server.empty(), await server.empty()];
    await fillSmall(same);
    await fillSmall(other, 8);
    expect(await same.hash()).toBe(await shop.hash());
    expect(await other.hash()).not.toBe(await shop.hash());
  });

  it('has as many users as asked for and about as many events', async () => {
    expect(await one('select count(*)::int as users from users_v2')).toEqual({ users: 400 });
    const { events } = (await one('select count(*)::int as events from user_activity_v2')) as {
      events: number;
    };
    expect(events / 400).toBeGreaterThan(25);
    expect(events / 400).toBeLessThan(55);
  });

  it.each([...v2.entities])('has the columns of the model of $name', async (entity) => {
    const columns = await shop.query<{ name: string }>(
      `select column_name as name from information_schema.columns
        where table_name = '${entity.name}_v2'`,
    );
    // user_id of the users is their id under its own key, and refunds bring columns of their payment along.
    const brought = ['users.user_id', 'refunds.payment_currency', 'refunds.payment_captured_cents'];
    const expected = entity.fields
      .map(({ name }) => name)
      .filter((name) => !brought.includes(`${entity.name}.${name}`));
    expect(new Set(columns.map(({ name }) => name))).toEqual(new Set(expected));
  });

  it('is not filled twice', async () => {
    await expect(fillSmall(shop)).rejects.toThrow('the shop is filled already');
    expect(await shopState(shop.connections)).toMatchObject({ seed: 7, until });
  });

  it('is not made of half a user', async () => {
    const attempt = fillShop({ connections: shop.connections, seed: 1, users: 0.5, days: 1 });
    await expect(attempt).rejects.toMatchObject({ exitCode: 64 });
  });

  it('has no row from after its time and none changed before it was made', async () => {
    expect(
      await one(
        `select count(*)::int as wrong from users_v2
          where updated_at >= '${until.toISOString()}' or updated_at < created_at
             or last_activity_at > updated_at or email_verified_at > updated_at or deleted_at > updated_at`,
      ),
    ).toEqual({ wrong: 0 });
    expect(
      await one(
        `select count(*)::int as wrong from user_activity_v2 where created_at >= '${until.toISOString()}'`,
      ),
    ).toEqual({ wrong: 0 });
  });

  it('has no event before its user’s registration or after the account was closed', async () => {
    expect(
      await one(
        `select count(*)::int as wrong from user_activity_v2 a join users_v2 u on u.id = a.user_id
          where a.created_at < date_trunc('milliseconds', u.created_at) or a.created_at >= u.deleted_at`,
      ),
    ).toEqual({ wrong: 0 });
  });

  it('knows when its users were last active', async () => {
    expect(
      await one(
        `select count(*)::int as wrong from users_v2 u
          where last_activity_at is distinct from
                (select max(a.created_at) from user_activity_v2 a where a.user_id = u.id)`,
      ),
    ).toEqual({ wrong: 0 });
  });

  it('has the rows that break the contract, and few of them', async () => {
    const broken = await one(
      `select (select count(*)::int from users_v2 where status not in (${quoted(v2.userStatuses)})) as statuses,
              (select count(*)::int from user_activity_v2
                where activity_type not in (${quoted(v2.activityTypes)})) as types,
              (select count(*)::int from user_activity_v2
                where user_id not in (select id from users_v2)) as strays`,
    );
    expect(broken).toEqual({ statuses: 1, types: 1, strays: 1 });
  });

  it('has late events, closed accounts, unverified ones, and persons with two accounts', async () => {
    const seen = (await one(
      `with ordered as (select created_at, lag(created_at) over (order by id) as before from user_activity_v2),
            persons as (select lower(trim(email)) as email from users_v2 where email is not null)
       select (select count(*)::int from ordered where created_at < before - interval '1 hour') as late,
              (select count(*)::int from users_v2 where deleted_at is not null) as closed,
              (select count(*)::int from users_v2 where email_verified_at is null) as unverified,
              (select count(*) - count(distinct email) from persons)::int as doubled`,
    )) as Record<string, number>;
    expect(Object.entries(seen).filter(([, count]) => count === 0)).toEqual([]);
  });

  it('has events in the hour that the clocks went through twice', async () => {
    const { twice } = (await one(
      `select count(*)::int as twice from user_activity_v2 a join users_v2 u on u.id = a.user_id
        where a.created_at at time zone u.timezone between '2026-10-25 01:00' and '2026-10-25 03:00'
           or a.created_at at time zone u.timezone between '2026-11-01 01:00' and '2026-11-01 02:00'`,
    )) as { twice: number };
    expect(twice).toBeGreaterThan(0);
  });

  it('lets plain inserts go on after the generated ids', async () => {
    const extra = await server.empty();
    await fillSmall(extra);
    const [row] = await extra.query<{ next: boolean }>(
      `insert into user_activity_v2 (user_id, activity_type, created_at) values (1, 'login', now())
       returning id = (select max(id) + 1 from user_activity_v2) as next`,
    );
    expect(row).toEqual({ next: true });
  });
});

describe('a fill that was cut off between the commits of two databases', () => {
  it('is made good by the next one', async () => {
    const server = await shopServer();
    try {
      const [whole, cut] = [await server.apart(), await server.apart()];
      await fillSmall(whole);
      await fillSmall(cut);
      // The users service commits last: this is what the others look like when it did not.
      await cut.query('drop schema shop cascade; drop table users_v2, user_activity_v2');
      await fillSmall(cut);
      const orders = 'select count(*)::int as n, sum(total_cents)::text as total from orders_v2';
      expect(await cut.ask('orders', orders)).toEqual(await whole.ask('orders', orders));
      await expect(fillSmall(cut)).rejects.toThrow('the shop is filled already');
    } finally {
      await server.release();
    }
  });

  it('says what to do about a shop of an earlier version', async () => {
    const server = await shopServer();
    try {
      const shop = await server.empty();
      await fillSmall(shop);
      await shop.query('drop table shop.id_batches');
      await expect(shopState(shop.connections)).rejects.toThrow(/earlier version/);
    } finally {
      await server.release();
    }
  });
});
