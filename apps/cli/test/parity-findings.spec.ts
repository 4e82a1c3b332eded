import { builtApp, environmentOf, openShop, query, type Shop, type TestDatabase } from '@acme/testing';
import { settingsOf } from './support/disagreements';
import { parityOf } from './support/parity';

const app = builtApp('cli');
let shop: Shop;
let v1: TestDatabase;
let v2: TestDatabase;

beforeAll(async () => {
  shop = await openShop();
  v1 = shop.warehouse;
  v2 = await shop.newWarehouse();
  for (const warehouse of [v1, v2]) await app.runWell(environment(warehouse), ['run', 'all']);
});
afterAll(() => shop.close());

const environment = (warehouse: TestDatabase) =>
  environmentOf({ ...shop, warehouse }, { ...settingsOf({ legacyEtl: false, v1Schema: warehouse === v1 }) });

/** What parity finds while rows of a published table are wrong; afterwards they are as before. */
async function findingsOf(warehouse: TestDatabase, table: string, change: string) {
  await query(warehouse.url, `create table kept as table ${table}; ${change}`);
  try {
    const { code, stderr, tables } = await parityOf(environment(warehouse), []);
    return { code, stderr, found: tables.filter(({ unexplained }) => unexplained > 0) };
  } finally {
    await query(warehouse.url, `delete from ${table}; insert into ${table} table kept; drop table kept`);
  }
}

/** Changes a row of a late day, if the table has days. */
const changeOne = (table: string, set: string, where = 'true') =>
  `update ${table} set ${set} where ctid = (select ctid from ${table} where ${where} order by ctid desc limit 1)`;

const onLateDay = (column: string) => `${column} = '2026-11-18'`;

const v1Rows: [table: string, set: string, where: string | undefined, measures: string[]][] = [
  ['order_analytics', 'order_count = order_count + 1', onLateDay('order_date'), ['order_count']],
  ['order_analytics', 'total_revenue = total_revenue + 0.01', onLateDay('order_date'), ['total_revenue']],
  ['order_analytics', 'avg_order_value = avg_order_value * 1.001', onLateDay('order_date'), ['avg_order_value']],
  ['payment_analytics', 'transaction_count = transaction_count + 1', onLateDay('payment_date'), ['transaction_count']],
  ['payment_analytics', 'total_amount = total_amount + 1', onLateDay('payment_date'), ['total_amount']],
  ['payment_analytics', 'successful_count = successful_count + 1', onLateDay('payment_date'), ['successful_count']],
  ['payment_analytics', 'failed_count = failed_count + 1', onLateDay('payment_date'), ['failed_count']],
  ['payment_analytics', 'success_rate = success_rate + 0.01', onLateDay('payment_date'), ['success_rate']],
  [
    'payment_analytics',
    'avg_processing_time_ms = avg_processing_time_ms + 1',
    `${onLateDay('payment_date')} and avg_processing_time_ms is not null`,
    ['avg_processing_time_ms'],
  ],
  ['user_analytics', 'email_verified = not email_verified', onLateDay('registration_date'), ['email_verified']],
  ['user_analytics', `subscription_type = 'premium'`, `${onLateDay('registration_date')} and subscription_type <> 'premium'`, ['premium']],
  ['user_analytics', 'days_since_last_login = days_since_last_login + 1', onLateDay('registration_date'), ['days_since_last_login']],
  ['user_analytics', `status = 'churned'`, `status = 'active'`, ['accounts', 'accounts']],
  ['user_analytics', `registration_date = registration_date - 1`, `${onLateDay('registration_date')} and not email_verified and subscription_type = 'free' and days_since_last_login is not null`, ['accounts', 'accounts', 'days_since_last_login', 'days_since_last_login']],
  ['user_activity', 'activity_count = activity_count + 1', undefined, ['activity_count']],
  ['user_activity', `last_activity = last_activity + interval '1 second'`, undefined, ['last_activity']],
  ['user_churn', 'user_count = user_count - 1', undefined, ['user_count']],
  ['user_churn', 'avg_days_active = avg_days_active + 0.001', undefined, ['avg_days_active']],
  ['user_segments', 'total_orders = total_orders + 1', undefined, ['total_orders']],
  ['user_segments', `segment = 'high_value'`, `segment = 'low_value'`, ['segment']],
  ['user_segments', 'total_spend = total_spend + 0.01', undefined, ['total_spend']],
  ['user_duplicates', 'duplicate_count = duplicate_count + 1', undefined, ['duplicate_count']],
  ['user_duplicates', `duplicate_ids[1] = 'v1_somebodyelse'`, undefined, ['duplicate_ids']],
  ['user_cohorts', 'active_users = active_users + 1', undefined, ['active_users']],
  ...['notification', 'channel'].flatMap((prefix) =>
    ['total_sent', 'delivered', 'opened', 'clicked', 'delivery_rate', 'open_rate', 'click_rate', 'click_through_rate'].map(
      (column): [string, string, string, string[]] => [
        `${prefix}_analytics`,
        `${column} = ${column} + ${column.endsWith('rate') ? '0.01' : '1'}`,
        `channel = 'email'${prefix === 'channel' ? '' : ` and ${onLateDay('notification_date')}`}`,
        [column],
      ],
    ),
  ),
];

it.each(v1Rows)('a wrong row of %s is unexplained: %s', async (name, set, where, measures) => {
  const table = `analytics_v1.${name}`;
  const { code, found } = await findingsOf(v1, table, changeOne(table, set, where));
  expect(code).toBe(65);
  expect(found.map((one) => one.table)).toEqual([table]);
  const findings = found[0]!.findings;
  expect(findings.map(({ measure }) => measure).sort()).toEqual(measures);
  for (const { key, v1: one, v2: other } of findings) {
    expect(key).not.toBe('');
    expect(one === other && one !== null).toBe(false);
  }
});
