import { createHash } from 'node:crypto';
import { findCanaries } from '@acme/pii';
import {
  builtApp,
  environmentOf,
  everyValue,
  type Finished,
  legacyOracleInput,
  openShop,
  query,
  type Shop,
  type TestDatabase,
} from '@acme/testing';
import { disagreements, settingsOf } from '../support/disagreements';
import {
  everyValueAndStatistic,
  legacyCanaries,
  plantLegacyCanaries,
  shownCanaries,
} from '../support/personal';

const app = builtApp('cli');
const now = '2026-11-20T06:00:00Z';
const flags = { legacyEtl: true, v1Schema: true };
const canaries = [...legacyCanaries.values()];
const masks = {
  email: 'C***@canary.example',
  phone: `***-***-${shownCanaries.phone.slice(-4)}`,
  name: 'C*** N***',
};

let shop: Shop;

beforeAll(async () => {
  shop = await openShop({ users: 150, days: 90 });
  await plantLegacyCanaries(shop.source.url);
});
afterAll(() => shop.close());

it('would find the canary of every personal column if it were there', async () => {
  expect(new Set(canaries).size).toBe(canaries.length);
  expect(findCanaries(await everyValue(shop.source.url), canaries)).toEqual(canaries);
});

describe.each(['tokens', 'masked'])('with V1_PII=%s', (mode) => {
  let warehouse: TestDatabase;

  const run = (...argv: string[]): Promise<Finished> =>
    app.run(
      environmentOf(
        { ...shop, warehouse },
        { ...settingsOf(flags), RUN_NOW: now, V1_PII: mode, LOG_LEVEL: 'trace', QUARANTINE_LIMIT: '1' },
      ),
      argv,
    );
  const found = async ({ stdout, stderr }: Finished) =>
    findCanaries((await everyValueAndStatistic(warehouse.url)) + stdout + stderr, canaries);

  beforeAll(async () => {
    warehouse = await shop.newWarehouse();
  });

  it('lets no personal value into the warehouse, its statistics, the log or the report', async () => {
    const finished = await run('run', 'all');
    expect(finished.code).toBe(0);
    expect(finished.stderr).toContain('"level":"debug"');
    expect(await everyValue(warehouse.url)).toMatch(/v1_[A-Za-z0-9_-]{22}/);
    expect(await found(finished)).toEqual([]);
  });

  it('shows tokens, or the masks of the old system, in the v1 tables', async () => {
    const shown = (user: number) =>
      query(
        warehouse.url,
        `select activity.email, segments.phone, activity.name, segments.email = activity.email as same
         from core.users join analytics_v1.user_activity as activity using (user_token)
         join analytics_v1.user_segments as segments using (user_token) where users.id = ${user}`,
      );
    const token = expect.stringMatching(/^v1_[A-Za-z0-9_-]{22}$/) as string;
    const tokens = { email: token, phone: token, name: token };
    const john = { email: 'J***@example.com', phone: '***-***-1234', name: 'j*** v*** D***' };
    expect(await shown(3)).toEqual([{ ...(mode === 'masked' ? masks : tokens), same: true }]);
    expect(await shown(4)).toEqual([{ ...(mode === 'masked' ? john : tokens), same: true }]);
  });

  it('keeps them out when rows are refused', async () => {
    await query(
      shop.source.url,
      `update users_legacy set status = email, updated_at = '2026-11-20 01:00' where id % 14 = 3;
       update orders_legacy set items_json = customer_email, status = shipping_address, updated_at = '2026-11-20 01:00' where id % 14 = 3;
       update payments_legacy set status = card_number, updated_at = '2026-11-20 01:00' where id % 14 = 3;
       update notifications_legacy set channel = recipient_email, updated_at = '2026-11-20 01:00' where id % 14 = 3`,
    );
    const finished = await run('run', 'all');
    expect(finished.code).toBe(0);
    const [row] = await query<{ n: number }>(warehouse.url, 'select count(*)::int as n from etl.quarantine');
    expect(row!.n).toBeGreaterThan(100);
    expect(await found(finished)).toEqual([]);
  });

  it('keeps them out when the source drifts, and when a reconciliation finds them altered', async () => {
    await query(
      shop.source.url,
      `alter table users_legacy alter column phone type jsonb using to_jsonb(phone);
       alter table payments_legacy rename column card_number to pan`,
    );
    const finished = await run('run', 'all');
    await query(
      shop.source.url,
      `alter table users_legacy alter column phone type text using phone #>> '{}';
       alter table payments_legacy rename column pan to card_number`,
    );
    expect(finished.code).toBe(65);
    expect(finished.stderr).toContain('users.phone: jsonb instead of text');
    expect(finished.stderr).toContain('payments.card_number: missing in the source');
    expect(await found(finished)).toEqual([]);
    await query(warehouse.url, "update core.users set email_token = 'altered' where id % 7 = 3");
    const reconciled = await run('reconcile');
    expect(reconciled.code).toBe(65);
    expect(await found(reconciled)).toEqual([]);
  });

  it('keeps them out when the warehouse refuses a row', async () => {
    await query(
      warehouse.url,
      `alter table core.users add constraint no_canary check (status <> 'churned') not valid;
       alter table core.payments add constraint no_failures check (status <> 'failed') not valid`,
    );
    await query(
      shop.source.url,
      `update users_legacy set status = 'churned', updated_at = '2026-11-20 02:00' where id % 7 = 3;
       update payments_legacy set status = 'failed', updated_at = '2026-11-20 02:00' where id % 7 = 3`,
    );
    const finished = await run('run', 'all');
    await query(
      shop.source.url,
      `update users_legacy set status = 'active', updated_at = '2026-11-20 03:00' where id % 7 = 3;
       update payments_legacy set status = 'success', updated_at = '2026-11-20 03:00' where id % 7 = 3`,
    );
    expect(finished.code).toBe(65);
    expect(finished.stderr).toContain('no_canary');
    expect(finished.stderr).toContain('no_failures');
    expect(await found(finished)).toEqual([]);
  });
});

it('tells duplicates apart by a keyed hash, and has no MD5 of anybody', async () => {
  const warehouse = await shop.newWarehouse();
  await app.runWell(
    environmentOf({ ...shop, warehouse }, { ...settingsOf(flags), RUN_NOW: now, QUARANTINE_LIMIT: '1' }),
    ['run', 'all'],
  );
  const facts = await legacyOracleInput(shop.source.url, 'UTC', now);
  const canary = facts.users.find(({ email }) => email === shownCanaries.email)!;
  const groups = await query<{ user_hash: string; n: number }>(
    warehouse.url,
    'select user_hash, duplicate_count::int as n from analytics_v1.user_duplicates',
  );
  const members = facts.users.filter(({ email }) => email === shownCanaries.email).length;
  expect(groups).toContainEqual({ user_hash: facts.identityOf(canary), n: members });
  for (const group of groups) expect(group.user_hash).toMatch(/^v1_[A-Za-z0-9_-]{22}$/);
  expect(await disagreements(shop.source.url, warehouse.url, 'UTC', now, flags)).toEqual({});

  const { email, phone, name } = shownCanaries;
  const people = [email, phone, name, '3'].flatMap((value) => [value, value.toLowerCase()]);
  const joined = ['', '|', ':', ',', '-', '\u001f'].flatMap((by) =>
    [email, email.toLowerCase()].flatMap((mail) => [
      [mail, phone, name].join(by),
      [mail, phone, name.toLowerCase()].join(by),
      [name, mail, phone].join(by),
      [mail, phone].join(by),
    ]),
  );
  const values = (await everyValueAndStatistic(warehouse.url)).toLowerCase();
  const digests = [...people, ...joined].map((value) => createHash('md5').update(value).digest());
  expect(digests.filter((digest) => values.includes(digest.toString('hex')))).toEqual([]);
  // Nothing of persons even looks like one; definitions of tables have hexadecimal digests of another kind.
  const definitions = await query<{ definition: string }>(
    warehouse.url,
    'select definition from etl.metric_tables',
  );
  const rest = definitions.reduce((text, { definition }) => text.replaceAll(definition, ''), values);
  expect(/(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/.exec(rest)?.[0]).toBeUndefined();
});
