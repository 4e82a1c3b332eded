import { allJobs } from '@acme/jobs';
import { render } from '../support/kustomize';
import { named, workloads } from '../support/objects';

const units: Record<string, number> = { m: 0.001, '': 1, Mi: 2 ** 20, Gi: 2 ** 30 };
/** `500m`, `2`, `512Mi`, `1Gi` as a number of cores or bytes. */
function amount(quantity: string): number {
  const [, digits, unit] = /^(\d+)(m|Mi|Gi|)$/.exec(quantity)!;
  return Number(digits) * units[unit!]!;
}

/** Every CronJob's run and a rerun of each beside it, and the migration. */
const pods = workloads(render('production')).flatMap(({ cron, containers }) =>
  cron ? [containers[0]!, containers[0]!] : [containers[0]!],
);
const hard = named(render('production'), 'ResourceQuota', 'acme-etl').spec.hard as Record<string, string>;

it.each([
  ['requests', 'cpu'],
  ['requests', 'memory'],
  ['limits', 'cpu'],
  ['limits', 'memory'],
] as const)('hold %s.%s of a night with a rerun of each job beside it, and of a migration', (kind, what) => {
  const needed = pods.reduce((sum, { resources }) => sum + amount(resources![kind]![what]!), 0);
  expect(pods).toHaveLength(2 * allJobs.length + 1);
  expect(needed).toBeLessThanOrEqual(amount(hard[`${kind}.${what}`]!));
});

it('hold the pods, and the history of Jobs', () => {
  expect(amount(hard.pods!)).toBeGreaterThanOrEqual(pods.length);
  const history = workloads(render('production')).reduce(
    (sum, { cron }) =>
      sum + (cron?.successfulJobsHistoryLimit ?? 0) + (cron?.failedJobsHistoryLimit ?? 0) + 1,
    0,
  );
  expect(amount(hard['count/jobs.batch']!)).toBeGreaterThan(history);
});
