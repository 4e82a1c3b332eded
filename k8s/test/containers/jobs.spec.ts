import { findSqlRoot } from '@acme/db';
import { allJobs } from '@acme/jobs';
import { loadMetricDefinitions } from '@acme/pipeline';
import { openShop, query, type Shop } from '@acme/testing';
import { startContainer } from '../support/container';
import { databasesOf } from '../support/databases';
import { describeContainers } from '../support/describe-containers';

const definitions = loadMetricDefinitions(findSqlRoot());

describeContainers.each(['local', 'production'] as const)('the containers of overlay %s', (overlay) => {
  let shop: Shop;

  beforeAll(async () => {
    shop = await openShop({ users: 120, days: 120 });
  });
  afterAll(() => shop?.close());

  it.each(allJobs)(
    '$name fills its tables and tells the ledger its Job and pod',
    async ({ name, domain }) => {
      const container = startContainer(overlay, name, { env: databasesOf(shop) });
      const { code, stderr, lines, outOfMemory } = await container.ended;
      expect({ code, stderr, outOfMemory }).toEqual({ code: 0, stderr: '', outOfMemory: false });
      expect(lines.at(-1)).toMatchObject({ msg: 'run finished', job: name });
      const schema = overlay === 'production' ? 'v1' : 'v2';
      const tables = definitions.filter((each) => each.domain === domain && each.generation === schema);
      const filled: boolean[] = [];
      for (const { table } of tables) {
        const [found] = await query(shop.warehouse.url, `select from ${table} limit 1`);
        filled.push(found !== undefined);
      }
      expect(filled).toContain(true);
      const [run] = await query(shop.warehouse.url, 'select * from etl.runs order by run_id desc limit 1');
      expect(run).toMatchObject({
        job: name,
        status: 'succeeded',
        exit_code: 0,
        job_name: container.jobName,
        pod_name: container.podName,
      });
    },
  );
});
