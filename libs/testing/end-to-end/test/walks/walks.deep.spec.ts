import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Oracle from '@acme/oracle';
import { environmentOf, openShop, oracleInput, query, type Shop } from '@acme/testing';
import { copyWorkspace, type WorkspaceCopy } from '../support/workspace-copy';

/** What CONTRIBUTING.md says of a table and of a job, walked in a copy of the workspace. */
let workspace: WorkspaceCopy;
let shop: Shop;

const generate = (...args: string[]) => workspace.run('nx', ['g', ...args, '--no-interactive']);
const suite = (within: string, ...args: string[]) =>
  workspace.run('jest', args, { within, environment: { TEST_DATABASE_URL: process.env.TEST_DATABASE_URL } });

beforeAll(async () => {
  workspace = copyWorkspace('walks');
  shop = await openShop({ users: 120, days: 60 });
}, 600_000);
afterAll(async () => {
  await shop?.close();
  workspace?.remove();
});

it('makes a table of orders by coupon code: one folder of SQL, one file of the oracle', () => {
  const said = generate(
    '@acme/generators:metric-table',
    'order_coupon_daily',
    '--domain=orders',
    '--reads=core.orders',
    '--grain=coupon_code,currency',
  );
  expect(said.match(/CREATE .*/g)).toEqual([
    'CREATE sql/metrics/orders/order_coupon_daily/definition.yaml',
    'CREATE sql/metrics/orders/order_coupon_daily/query.sql',
    'CREATE sql/metrics/orders/order_coupon_daily/tests/days.yaml',
    'CREATE libs/testing/oracle/src/orders/order-coupon-daily.ts',
  ]);
  expect(said).toContain('npx acme-etl run order-analytics');
  expect(readFileSync(join(workspace.folder, 'docs/metrics.md'), 'utf8')).toContain(
    '## analytics.order_coupon_daily',
  );
}, 600_000);

it.each([
  [['--domain=baskets'], /no job owns a domain baskets: take one of .*orders/],
  [['--reads=core.baskets'], /there is no relation core\.baskets: take one of .*core\.orders/],
  [['--grain=coupon'], /core\.orders has no column coupon: it has .*coupon_code/],
  [['--when=status'], /core\.orders\.status is text, neither an instant nor a local day/],
])(
  'says what is wrong with %j, and makes nothing',
  (wrong, message) => {
    const given = { domain: 'orders', reads: 'core.orders', grain: '', when: 'created_at' };
    const options = Object.entries(given)
      .map(([name, value]) => `--${name}=${value}`)
      .map((option) => wrong.find((other) => other.split('=')[0] === option.split('=')[0]) ?? option);
    expect(() => generate('@acme/generators:metric-table', 'order_other_daily', ...options)).toThrow(message);
    expect(existsSync(join(workspace.folder, 'sql/metrics/orders/order_other_daily'))).toBe(false);
  },
  600_000,
);

it('makes a fifth job with a table of its own', () => {
  const said = generate(
    '@acme/generators:job',
    'coupon-analytics',
    '--service=orders',
    '--domain=coupons',
    '--description=Use and cost of coupons',
    '--table=coupon_daily',
    '--reads=core.orders',
    '--grain=coupon_code',
  );
  expect(said).toContain('npx nx run coupon-analytics:serve');
  expect(readdirSync(join(workspace.folder, 'k8s/base/cronjobs'))).toContain('coupon-analytics.yaml');
  expect(() =>
    generate('@acme/generators:job', 'coupon-analytics', '--service=orders', '--domain=more'),
  ).toThrow(/there is a job coupon-analytics already/);
}, 600_000);

describe('what was made', () => {
  it('passes types and formatting, and its SQL the lint', () => {
    workspace.run('tsc', ['-p', 'tsconfig.json']);
    workspace.run('prettier', [
      '--check',
      'sql',
      'apps/coupon-analytics',
      'libs/jobs',
      'libs/testing/oracle',
      'k8s',
      'nx.json',
    ]);
    for (const domain of ['orders', 'coupons'])
      workspace.run('tsx', [join(workspace.folder, 'libs/testing/sql-lint/src/main.ts')], {
        within: `sql/metrics/${domain}`,
      });
  }, 600_000);

  it('passes the tests of jobs, docs and manifests', () => {
    suite('libs/jobs');
    suite('libs/testing/sql-definitions', 'docs', 'grains');
    suite('k8s', 'test/manifests/made.spec.ts');
  }, 600_000);

  it.each(['orders', 'coupons'])(
    'passes the cases of the domain %s',
    (domain) => {
      const config = '../../../libs/testing/sql-cases/jest.cases.cjs';
      expect(suite(`sql/metrics/${domain}`, '--config', config)).toMatch(/Tests: +\d+ passed/);
    },
    600_000,
  );

  it('is built, runs, and publishes rows that the oracle computes too', async () => {
    workspace.run('nx', ['run-many', '-t', 'build', '-p', 'cli,coupon-analytics']);
    const environment = environmentOf(shop);
    workspace.run('node', ['apps/cli/dist/main.js', 'run', 'all'], { environment });
    const [jobs] = await query<{ status: string }>(
      shop.warehouse.url,
      "select status from etl.runs where job = 'coupon-analytics'",
    );
    expect(jobs).toEqual({ status: 'succeeded' });
    // The copy's own: it knows the new tables.
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- its place is known at run time only
    const oracle = require(join(workspace.folder, 'libs/testing/oracle/src')) as typeof Oracle;
    const input = await oracleInput(shop.source.url, 'UTC', '2026-11-20T06:00:00Z');
    const expected = oracle.computeAll(input, ['order_coupon_daily', 'coupon_daily']);
    for (const [table, rows] of Object.entries(expected)) {
      expect(rows.length).toBeGreaterThan(50);
      const found = await query(shop.warehouse.url, `select *, day::text as day from analytics.${table}`);
      expect(oracle.diffTables(rows, found, oracle.GRAINS[table]!)).toEqual([]);
    }
    workspace.run('node', ['apps/coupon-analytics/dist/main.js'], { environment });
  }, 600_000);
});
