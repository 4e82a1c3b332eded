import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseObjects, render } from '../support/kustomize';
import { ofKind } from '../support/objects';
import { schemaProblems } from '../support/schema';

const root = join(__dirname, '../..');
const [space] = ofKind(render('production'), 'Namespace');
const clusterWide = ['Namespace', 'PriorityClass'];

/** What `kubectl apply -R -f k8s/` would take as it stands; parts of objects and kustomizations it refuses. */
const whole = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /^(base|components|overlays)\/.*\.(ya?ml|json)$/.test(file))
  .flatMap((file) => parseObjects(readFileSync(join(root, file), 'utf8')).map((object) => ({ file, object })))
  .filter(({ object: { kind } }) => kind && !['Kustomization', 'Component'].includes(kind))
  .filter(({ object }) => ofKind([object], 'CronJob').length + ofKind([object], 'Job').length === 0);

it('finds them', () => {
  expect(whole.length).toBeGreaterThan(12);
});

it.each(whole)('$file, applied by itself, lands in no other namespace: $object.kind', ({ object }) => {
  expect(schemaProblems(object)).toEqual([]);
  if (!clusterWide.includes(object.kind)) expect(object.metadata.namespace).toBe(space!.metadata.name);
});

it('takes no Secret with it', () => {
  expect(whole.filter(({ object: { kind } }) => kind === 'Secret')).toEqual([]);
});
