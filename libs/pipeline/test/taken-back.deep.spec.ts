import { query } from '@acme/testing';
import { failureOf, openParcels } from './parcels';

let shop: Awaited<ReturnType<typeof openParcels>>;

beforeAll(async () => {
  shop = await openParcels();
  await shop.run();
});
afterAll(() => shop.close());

/** From now on the first `times` writes to a table of weights fail with that SQLSTATE. */
const fail = (sqlstate: string, times: number) =>
  query(
    shop.warehouse.url,
    `drop sequence if exists public.writes cascade;
     create sequence public.writes;
     create or replace function public.fail() returns trigger language plpgsql as $$ begin
       if nextval('public.writes') <= ${times} then raise exception 'as a test' using errcode = '${sqlstate}'; end if;
       return null;
     end $$;
     create or replace trigger fail after insert on analytics.weight_daily
       for each statement execute function public.fail()`,
  );
/** How often the table was written to, failures included. */
const writes = async () => {
  const [found] = await query<{ n: number }>(
    shop.warehouse.url,
    'select last_value::int as n from public.writes',
  );
  return found!.n;
};
const weigh = (weight: number) =>
  query(
    shop.source.url,
    `update parcels set weight = ${weight}, updated_at = clock_timestamp() where id in (4, 5)`,
  );
const weightOfTheThird = async () =>
  (await shop.rows('analytics.weight_daily')).find(({ day }) => day === '2026-01-03')?.weight;

it.each([
  ['a serialisation failure', '40001', 3, 11],
  ['a deadlock', '40P01', 2, 12],
  ['a lock that was not to be had', '55P03', 2, 13],
  ['a snapshot that is too old', '72000', 1, 14],
])('a publication is done again after %s', async (_what, sqlstate, times, weight) => {
  await fail(sqlstate, times);
  await weigh(weight);
  const { summary } = await shop.run();
  expect(await writes()).toBe(times + 1);
  expect(await weightOfTheThird()).toBe(2 * weight);
  expect(summary.publications.filter(({ table }) => table === 'analytics.weight_daily')).toMatchObject([
    { slices: 1, updated: 1 },
  ]);
});

it.each([
  ['fails to serialise for ever, after four tries', '40001', 4, 21],
  ['is cancelled by somebody, at once', '57014', 1, 22],
])('a publication that %s ends 69, and the next run makes good', async (_what, sqlstate, tries, weight) => {
  await fail(sqlstate, 1_000_000);
  const before = await weightOfTheThird();
  await weigh(weight);
  const { exitCode, message } = await failureOf(shop.run());
  expect({ exitCode, message }).toEqual({ exitCode: 69, message: expect.stringContaining(sqlstate) });
  expect(await writes()).toBe(tries);
  expect(await weightOfTheThird()).toBe(before);
  await fail(sqlstate, 0);
  await shop.run();
  expect(await weightOfTheThird()).toBe(2 * weight);
});
