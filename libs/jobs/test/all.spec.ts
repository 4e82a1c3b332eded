import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allJobs, jobNamed } from '../src';

const root = join(__dirname, '../../..');
const apps = readdirSync(join(root, 'apps')).filter((app) => {
  const main = join(root, 'apps', app, 'src/main.ts');
  return existsSync(main) && readFileSync(main, 'utf8').includes('jobNamed(');
});

it('has a job for each app that runs one, and an app for each job', () => {
  expect(apps.sort()).toEqual(allJobs.map(({ name }) => name).sort());
});

it.each(allJobs)('$name is run by its app, and its domain has tables', ({ name, domain }) => {
  expect(readFileSync(join(root, 'apps', name, 'src/main.ts'), 'utf8')).toContain(`jobNamed('${name}')`);
  expect(readdirSync(join(root, 'sql/metrics', domain)).length).toBeGreaterThan(0);
});

it('gives no two jobs one name, one domain or one entity', () => {
  for (const values of [
    allJobs.map(({ name }) => name),
    allJobs.map(({ domain }) => domain),
    allJobs.flatMap(({ entities }) => entities.map(({ name }) => name)),
  ])
    expect(new Set(values).size).toBe(values.length);
});

it('refuses a name that is not in the table', () => {
  expect(() => jobNamed('nothing')).toThrow('has no job nothing');
});
