import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allJobs, type ScheduledJob } from '@acme/jobs';
import { madeFiles, overlayNames, root } from '../../src/made-files';
import { withImages } from '../../src/overlay-images';
import { parseObjects } from '../support/kustomize';
import { named } from '../support/objects';

it.each([...madeFiles(allJobs)])('%s is what the table of jobs says (npx nx run k8s:make)', (path, text) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(text);
});

it('has no CronJob of a job that is not in the table', () => {
  const files = readdirSync(join(root, 'base/cronjobs')).map((file) => `base/cronjobs/${file}`);
  expect(files.sort()).toEqual(
    [...madeFiles(allJobs).keys()].filter((path) => path.startsWith('base/')).sort(),
  );
});

describe('one more job', () => {
  const another: ScheduledJob = {
    ...allJobs[0]!,
    name: 'imagined-analytics',
    service: 'orders',
    nightly: { at: '50 23 * * *', because: 'When all others are done.' },
  };
  const made = madeFiles([another, ...allJobs]);

  it('gets a CronJob with its hour, its identity and the URL of its one source', () => {
    const objects = parseObjects(made.get('base/cronjobs/imagined-analytics.yaml')!);
    const { spec } = named(objects, 'CronJob', 'imagined-analytics');
    expect(spec.schedule).toBe('50 23 * * *');
    expect(spec.jobTemplate.spec.template.spec).toMatchObject({
      serviceAccountName: named(objects, 'ServiceAccount', 'imagined-analytics').metadata.name,
      containers: [{ image: 'acmeshop/imagined-analytics', env: [{ name: 'ORDERS_DATABASE_URL' }] }],
    });
  });

  it('comes after those that start before it', () => {
    expect(made.get('base/cronjobs/kustomization.yaml')).toMatch(/ {2}- imagined-analytics\.yaml\n$/);
  });

  it.each(overlayNames)('gets an image in overlay %s, and changes nothing else there', (overlay) => {
    const path = `overlays/${overlay}/kustomization.yaml`;
    const before = readFileSync(join(root, path), 'utf8').split('\n');
    const added = made
      .get(path)!
      .split('\n')
      .filter((line) => !before.includes(line));
    expect(added[0]).toBe('  - name: acmeshop/imagined-analytics');
    expect(added.length).toBe(overlay === 'local' ? 1 : 2);
  });
});

it('leaves a digest that a release wrote, and gives no image that of another', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const images = withImages(`images:\n  - name: acmeshop/acme-etl\n    digest: ${digest}\n`, [
    'new-analytics',
  ]);
  expect(images).toBe(
    `images:\n  - name: acmeshop/acme-etl\n    digest: ${digest}\n  - name: acmeshop/new-analytics\n`,
  );
});
