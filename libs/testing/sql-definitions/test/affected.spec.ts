import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../../../..');

/** The tasks that `nx affected -t lint test` runs after a change of a file. */
function affected(file: string): string[] {
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('NX_'));
  const graph = execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/.bin/nx'),
      ...['affected', '-t', 'lint', 'test', `--files=${file}`, '--graph=stdout'],
    ],
    {
      cwd: root,
      env: { ...Object.fromEntries(environment), NX_DAEMON: 'false' },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const { tasks } = JSON.parse(graph.toString()) as { tasks: { tasks: Record<string, unknown> } };
  return Object.keys(tasks.tasks)
    .filter((task) => /:(lint|test)$/.test(task))
    .sort();
}

it('lints and tests the domain of a metric and its job after a change of one metric, and nothing else', () => {
  expect(affected('sql/metrics/orders/order_daily/query.sql')).toEqual([
    'order-analytics:lint',
    'order-analytics:test',
    'sql-definitions:lint',
    'sql-definitions:test',
    'sql-orders:lint',
    'sql-orders:test',
  ]);
});

it('tests whatever uses the warehouse after a change of its schema', () => {
  expect(affected('sql/warehouse/0001_time.sql')).toEqual(
    expect.arrayContaining(['db:test', 'pipeline:test', 'end-to-end:test', 'sql-orders:test', 'sql:lint']),
  );
});
