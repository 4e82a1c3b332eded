import { computeAll, GRAINS, TABLE_NAMES, type Row } from '@acme/oracle';
import { builtApp, environmentOf, historyOf, openShop, oracleInput, query, type Shop } from '@acme/testing';

const app = builtApp('cli');
let shop: Shop;
/** The run's now; minutes pass between the changes. */
let minute = 0;
const now = () => `2026-11-20T06:${String(minute).padStart(2, '0')}:00Z`;
const touched = () => `2026-11-20T06:${String(minute).padStart(2, '0')}:30Z`;

const compute = async () =>
  computeAll(
    await oracleInput(shop.source.url, 'UTC', now(), { history: await historyOf(shop.warehouse.url) }),
  );

const runAll = () => app.runWell(environmentOf(shop, { RUN_NOW: now() }), ['run', 'all']);

const keyOf = (table: string, row: Record<string, unknown>) =>
  GRAINS[table]!.map((column) => String(row[column])).join(' ');

function byKey(table: string, rows: Row[]) {
  return new Map(rows.map((row) => [keyOf(table, row), JSON.stringify(row)]));
}

/** Keys of the rows that differ between two computations, those that went marked as such. */
function changedRows(table: string, before: Row[], after: Row[]): string[] {
  const old = byKey(table, before);
  const fresh = byKey(table, after);
  return [
    ...[...fresh].filter(([key, row]) => old.get(key) !== row).map(([key]) => key),
    ...[...old.keys()].filter((key) => !fresh.has(key)).map((key) => `gone ${key}`),
  ].sort();
}

/** Keys of the rows that the runs since `run` have written. */
async function writtenRows(table: string, run: number): Promise<string[]> {
  const grain = GRAINS[table]!.map((column) =>
    column === 'hour' ? '(extract(epoch from hour) * 1000000)::bigint::text as hour' : `${column}::text`,
  );
  const rows = await query(
    shop.warehouse.url,
    `select ${grain.join(', ')} from analytics.${table} where run_id > ${run}`,
  );
  return rows.map((row) => keyOf(table, row)).sort();
}

/** What the last runs of all jobs recomputed: slices by table. */
async function slicesRecomputed(run: number): Promise<Record<string, number>> {
  const rows = await query<{ table_name: string; slices: string }>(
    shop.warehouse.url,
    `select table_name, slices from etl.publications where run_id > ${run}`,
  );
  return Object.fromEntries(
    rows.map((row) => [row.table_name.replace('analytics.', ''), Number(row.slices)]),
  );
}

beforeAll(async () => {
  shop = await openShop({ users: 250, days: 180 });
  await runAll();
});
afterAll(() => shop.close());

/** An order of 60 days ago: paid, delivered, confirmed, with several lines, of a user with a first order before. */
const oldOrder = `(select min(orders.id) from orders_v2 as orders
  where orders.created_at between '2026-09-20' and '2026-09-23' and orders.status = 'delivered'
    and exists (select from users_v2 where users_v2.id = orders.user_id and deleted_at is null)
    and exists (select from payments_v2 where order_id = orders.id and captured_cents > 1000 and payments_v2.currency = orders.currency)
    and exists (select from order_items_v2 where order_id = orders.id)
    and exists (select from notifications_v2 where order_id = orders.id and notification_type = 'order_confirmation'))`;

const changes: [what: string, sql: () => string, reached: Record<string, number>][] = [
  [
    'its total and discount are corrected',
    () =>
      `update orders_v2 set total_cents = total_cents + 500, discount_cents = discount_cents + 7, updated_at = '${touched()}' where id = ${oldOrder}`,
    { order_daily: 1, order_status_daily: 1, customer_ltv_monthly: 1 },
  ],
  [
    'it is refunded in part',
    () => `insert into refunds_v2 (payment_id, order_id, amount_cents, currency, reason, status, created_at, processed_at, updated_at)
      select id, order_id, 300, currency, 'other', 'completed', '2026-11-19T10:00Z', '2026-11-19T12:00Z', '${touched()}'
      from payments_v2 where order_id = ${oldOrder} and captured_cents > 1000 limit 1`,
    { order_daily: 1, refund_daily: 1, refund_cohort_daily: 1, customer_ltv_monthly: 1 },
  ],
  [
    'a line of it is corrected',
    () => `update order_items_v2 set quantity = quantity + 1, updated_at = '${touched()}'
      where id = (select min(id) from order_items_v2 where order_id = ${oldOrder})`,
    {
      order_daily: 1,
      product_daily: 1,
      category_daily: 1,
      product_trends_daily: 14,
      customer_ltv_monthly: 1,
    },
  ],
  [
    'it is cancelled',
    () =>
      `update orders_v2 set status = 'cancelled', cancelled_at = '2026-11-18T10:00Z', updated_at = '${touched()}' where id = ${oldOrder}`,
    {
      order_daily: 1,
      order_status_daily: 1,
      product_daily: 1,
      product_trends_daily: 14,
      user_segments_daily: 2,
    },
  ],
  [
    'it is deleted with its lines',
    () => `with gone as (select ${oldOrder} as id), lines as (delete from order_items_v2 using gone where order_id = gone.id)
      delete from orders_v2 using gone where orders_v2.id = gone.id`,
    { order_daily: 1, order_status_daily: 1, order_fulfilment_daily: 1, confirmation_coverage_daily: 1 },
  ],
];

it.each(changes)(
  'an order of 60 days ago: %s; exactly the rows its definitions reach are written',
  async (_what, sql, reached) => {
    const before = await compute();
    const [last] = await query<{ run: string }>(
      shop.warehouse.url,
      'select max(run_id)::text as run from etl.runs',
    );
    const [changed] = await query<{ id: string | null }>(shop.source.url, `select ${oldOrder} as id`);
    expect(changed!.id).not.toBeNull();
    await query(shop.source.url, sql());
    minute += 2;
    await runAll();
    const after = await compute();
    for (const table of TABLE_NAMES) {
      const expected = changedRows(table, before[table]!, after[table]!);
      expect({ table, written: await writtenRows(table, Number(last!.run)) }).toEqual({
        table,
        written: expected.filter((key) => !key.startsWith('gone ')),
      });
    }
    expect(await slicesRecomputed(Number(last!.run))).toMatchObject(reached);
  },
);
