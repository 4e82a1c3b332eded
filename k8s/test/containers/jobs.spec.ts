import { openShop, query, type Shop } from '@acme/testing';
import { startContainer } from '../support/container';
import { databasesOf } from '../support/databases';
import { describeContainers } from '../support/describe-containers';

/** A table of each job, in both generations of the warehouse's schema. */
const tables = [
  ['user-analytics', 'analytics.user_activity_daily', 'analytics_v1.user_activity'],
  ['order-analytics', 'analytics.order_daily', 'analytics_v1.order_analytics'],
  ['payment-analytics', 'analytics.payment_daily', 'analytics_v1.payment_analytics'],
  ['notification-analytics', 'analytics.channel_daily', 'analytics_v1.notification_analytics'],
] as const;

describeContainers.each(['local', 'production'] as const)('the containers of overlay %s', (overlay) => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await openShop({ users: 120, days: 120 });
  });
  afterAll(() => shop?.close());

  it.each(tables)('%s fills its tables and tells the ledger its Job and pod', async (name, v2, v1) => {
    const container = startContainer(overlay, name, { env: databasesOf(shop) });
    const { code, stderr, lines, outOfMemory } = await container.ended;
    expect({ code, stderr, outOfMemory }).toEqual({ code: 0, stderr: '', outOfMemory: false });
    expect(lines.at(-1)).toMatchObject({ msg: 'run finished', job: name });
    const table = overlay === 'production' ? v1 : v2;
    const [{ rows } = { rows: '0' }] = await query<{ rows: string }>(
      shop.warehouse.url,
      `select count(*) as rows from ${table}`,
    );
    expect(Number(rows)).toBeGreaterThan(0);
    const [run] = await query(shop.warehouse.url, 'select * from etl.runs order by run_id desc limit 1');
    expect(run).toMatchObject({
      job: name,
      status: 'succeeded',
      exit_code: 0,
      job_name: container.jobName,
      pod_name: container.podName,
    });
  });
});
