import { findSqlRoot } from '@acme/db';
import { v2 } from '@acme/models';
import { JobsCoordinator, loadMetricDefinitions, type Job } from '../src';

const definitions = loadMetricDefinitions(findSqlRoot());
const domains = [...new Set(definitions.map(({ domain }) => domain))];
const jobs: Job[] = domains.map((domain) => ({
  name: domain,
  service: domain as Job['service'],
  entities: v2.entities.filter(({ service }) => service === domain),
  domain: domain,
}));

/** Runs every job's tables in the definitions' order, each when it is ready; gives the order they came in. */
async function publishAll(coordinator: JobsCoordinator, running: readonly Job[]): Promise<string[]> {
  const order: string[] = [];
  await Promise.all(
    running.map(async (job) => {
      for (const { name } of job.entities) coordinator.release(`core.${name}`);
      for (const definition of definitions.filter(({ domain }) => domain === job.domain)) {
        await coordinator.waitFor(Object.keys(definition.reads));
        order.push(definition.table);
        coordinator.release(definition.table);
      }
      coordinator.ended(job);
    }),
  );
  return order;
}

it('lets every table come after all that it reads, whatever job makes it', async () => {
  const order = await publishAll(new JobsCoordinator(jobs, definitions), jobs);
  expect(order).toHaveLength(definitions.length);
  for (const { table, reads } of definitions) {
    for (const read of Object.keys(reads).filter((relation) => order.includes(relation)))
      expect(order.indexOf(read)).toBeLessThan(order.indexOf(table));
  }
});

it('does not wait for jobs that are not run, nor for one that has failed', async () => {
  const [first, ...others] = jobs;
  expect(await publishAll(new JobsCoordinator(others, definitions), others)).not.toHaveLength(0);
  const coordinator = new JobsCoordinator(jobs, definitions);
  coordinator.ended(first!);
  expect(await publishAll(coordinator, others)).toHaveLength(
    definitions.filter(({ domain }) => domain !== first!.domain).length,
  );
});

it('waits while something read is not there', async () => {
  const coordinator = new JobsCoordinator(jobs, definitions);
  let ready = false;
  const waiting = coordinator.waitFor(['core.orders', 'core.users']).then(() => (ready = true));
  coordinator.release('core.orders');
  await new Promise((resolve) => setImmediate(resolve));
  expect(ready).toBe(false);
  coordinator.release('core.users');
  await waiting;
  expect(ready).toBe(true);
});
