import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { overlays, parseObjects, render } from '../support/kustomize';
import { named, type KubernetesObject } from '../support/objects';
import { schemaProblems } from '../support/schema';

describe.each(overlays)('overlay %s', (overlay) => {
  it('has only objects that the API server accepts, with no field it does not know', () => {
    const problems = render(overlay).flatMap((object) =>
      schemaProblems(object).map((problem) => `${object.metadata.name}: ${problem}`),
    );
    expect(problems).toEqual([]);
  });

  it('has each object once', () => {
    const names = render(overlay).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(names.length).toBeGreaterThan(15);
    expect(new Set(names).size).toBe(names.length);
  });
});

it('accepts the example of the Secrets as well', () => {
  const example = parseObjects(readFileSync(join(__dirname, '../../secrets.yaml.example'), 'utf8'));
  expect(example.map(({ kind }) => kind)).toEqual(['Secret', 'Secret']);
  expect(example.flatMap(schemaProblems)).toEqual([]);
});

type Break = (object: KubernetesObject) => void;
const podOf = (object: KubernetesObject) => object.spec.jobTemplate.spec.template.spec;
const rename = (of: Record<string, unknown>, from: string, to: string) => {
  of[to] = of[from];
  Reflect.deleteProperty(of, from);
};

/** Mistakes that a person makes, one at a time. */
const mistakes: [kind: string, name: string, mistake: string, make: Break][] = [
  [
    'CronJob',
    'user-analytics',
    'a misspelled field of the CronJob',
    ({ spec }) => rename(spec, 'timeZone', 'timezone'),
  ],
  [
    'CronJob',
    'user-analytics',
    'a misspelled field of the Job',
    ({ spec }) => rename(spec.jobTemplate.spec, 'backoffLimit', 'backOffLimit'),
  ],
  [
    'CronJob',
    'user-analytics',
    'a misspelled field of the pod',
    (o) => rename(podOf(o), 'automountServiceAccountToken', 'autoMountServiceAccountToken'),
  ],
  [
    'CronJob',
    'user-analytics',
    'a misspelled field of the container',
    (o) => rename(podOf(o).containers[0], 'terminationMessagePolicy', 'terminationMessagesPolicy'),
  ],
  [
    'CronJob',
    'user-analytics',
    'a misspelled field deep in the container',
    (o) => rename(podOf(o).containers[0].securityContext, 'readOnlyRootFilesystem', 'readOnlyRootFileSystem'),
  ],
  [
    'CronJob',
    'user-analytics',
    'a field in the wrong place',
    ({ spec }) => (spec.activeDeadlineSeconds = 60),
  ],
  [
    'CronJob',
    'user-analytics',
    'a text for a number',
    ({ spec }) => (spec.startingDeadlineSeconds = '14400'),
  ],
  ['CronJob', 'user-analytics', 'a number for a text', (o) => (podOf(o).containers[0].env[0].value = 1)],
  ['CronJob', 'user-analytics', 'a text for a boolean', (o) => (podOf(o).enableServiceLinks = 'no')],
  [
    'CronJob',
    'user-analytics',
    'an object for a list',
    (o) => (podOf(o).containers = podOf(o).containers[0]),
  ],
  ['CronJob', 'user-analytics', 'no schedule', ({ spec }) => delete spec.schedule],
  ['CronJob', 'user-analytics', 'a container without a name', (o) => delete podOf(o).containers[0].name],
  [
    'CronJob',
    'user-analytics',
    'a concurrencyPolicy that does not exist',
    ({ spec }) => (spec.concurrencyPolicy = 'Forbidden'),
  ],
  [
    'CronJob',
    'user-analytics',
    'an action of podFailurePolicy that does not exist',
    ({ spec }) => (spec.jobTemplate.spec.podFailurePolicy.rules[1].action = 'Fail'),
  ],
  [
    'CronJob',
    'user-analytics',
    'an apiVersion of the past',
    (object) => (object.apiVersion = 'batch/v1beta1'),
  ],
  [
    'Job',
    'acme-etl-migrate',
    'a misspelled field',
    ({ spec }) => rename(spec, 'ttlSecondsAfterFinished', 'ttlSecondsAfterFinish'),
  ],
  [
    'NetworkPolicy',
    'acme-etl',
    'a misspelled field',
    ({ spec }) => rename(spec, 'podSelector', 'podselector'),
  ],
  [
    'NetworkPolicy',
    'acme-etl',
    'a misspelled field of a rule',
    ({ spec }) => rename(spec.egress[0], 'ports', 'port'),
  ],
  [
    'Role',
    'acme-etl-operator',
    'a misspelled field',
    ({ rules }) => rename(rules[0], 'apiGroups', 'apigroups'),
  ],
  ['RoleBinding', 'acme-etl-operators', 'no role', (object) => delete object.roleRef],
  [
    'ServiceAccount',
    'user-analytics',
    'a wrong type',
    (object) => (object.automountServiceAccountToken = 'false'),
  ],
  ['PriorityClass', 'acmeshop-analytics-batch', 'no value', (object) => delete object.value],
  ['ConfigMap', 'acme-etl-settings', 'a boolean for a text', ({ data }) => (data.ENABLE_V1_SCHEMA = true)],
  [
    'LimitRange',
    'acme-etl',
    'a misspelled field',
    ({ spec }) => rename(spec.limits[0], 'default', 'defaults'),
  ],
  ['ResourceQuota', 'acme-etl', 'a misspelled field', ({ spec }) => rename(spec, 'hard', 'Hard')],
  [
    'Namespace',
    'acmeshop-analytics',
    'a misspelled field',
    ({ metadata }) => rename(metadata as never, 'labels', 'label'),
  ],
  [
    'PrometheusRule',
    'acme-etl',
    'a misspelled field',
    ({ spec }) => rename(spec.groups[0].rules[0], 'expr', 'expression'),
  ],
  [
    'PrometheusRule',
    'acme-etl',
    'a duration that is none',
    ({ spec }) => (spec.groups[0].rules[0].for = '10 minutes'),
  ],
  [
    'PrometheusRule',
    'acme-etl',
    'an expression that is not closed',
    ({ spec }) => (spec.groups[0].rules[0].expr = 'time() - (kube_job_created'),
  ],
];

describe('a mistake is found', () => {
  it.each(mistakes)('in a %s (%s): %s', (kind, name, _mistake, make) => {
    const objects = render('production');
    const object =
      kind === 'ConfigMap'
        ? objects.find((candidate) => candidate.kind === kind)!
        : named(objects, kind, name);
    expect(schemaProblems(object)).toEqual([]);
    make(object);
    expect(schemaProblems(object)).not.toEqual([]);
  });
});

it('keeps the example of the Secrets out of reach of kubectl apply -R -f k8s/', () => {
  const folder = join(__dirname, '../..');
  const read = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.(ya?ml|json)$/.test(file) && !file.includes('node_modules'),
  );
  expect(read).toContain('base/cronjob-defaults.yaml');
  const secrets = read.filter((file) =>
    /^ *"?kind"?: *"?Secret\b/m.test(readFileSync(join(folder, file), 'utf8')),
  );
  expect(secrets).toEqual([]);
});
