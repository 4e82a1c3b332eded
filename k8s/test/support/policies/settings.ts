import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { V1Container, V1EnvVar } from '@kubernetes/client-node';
import { parseRunArguments, settingEntries } from '@acme/config';
import { parseObjects } from '../kustomize';
import { named, ofKind, workloads, type KubernetesObject } from '../objects';
import { unless, type Policy } from './policy';

const known = new Set<string>(settingEntries.map(([name]) => name));
const secretSettings = new Set<string>(
  settingEntries.filter(([, { secret }]) => secret).map(([name]) => name),
);

const examples = parseObjects(readFileSync(join(__dirname, '../../../secrets.yaml.example'), 'utf8'));

const order = (objects: readonly KubernetesObject[]): V1Container =>
  named(objects, 'CronJob', 'order-analytics').spec.jobTemplate.spec.template.spec.containers[0];
const env = (objects: readonly KubernetesObject[]): V1EnvVar[] => order(objects).env!;
const settingsOf = (objects: readonly KubernetesObject[]) => ofKind(objects, 'ConfigMap')[0]!;

const knownSettings: Policy = {
  name: 'every setting is one that the program knows, with a value that it takes',
  violations: (objects) => {
    const literal = [
      ...ofKind(objects, 'ConfigMap').flatMap(({ data }) => Object.entries(data as Record<string, string>)),
      ...workloads(objects).flatMap(({ containers }) =>
        containers.flatMap((container) =>
          (container.env ?? []).map(({ name, value }): [string, string | undefined] => [name, value]),
        ),
      ),
    ];
    return literal.flatMap(([name, value]) => {
      const schema = settingEntries.find(([setting]) => setting === name)?.[1].schema;
      return unless(name, {
        'is no setting': known.has(name),
        'has a value that is refused': !value || !schema || schema.safeParse(value).success,
      });
    });
  },
  mutations: {
    'a misspelled setting of the ConfigMap': (o) => (settingsOf(o).data.ENABLE_LEGACY = 'true'),
    'a misspelled variable': (o) => (env(o)[0]!.name = 'WAREHOUSE_URL'),
    'a flag that is neither': (o) => (settingsOf(o).data.ENABLE_LEGACY_ETL = 'maybe'),
    'a zone that does not exist': (o) => (settingsOf(o).data.REPORTING_TIMEZONE = 'Mars/Olympus'),
  },
};

const knownArguments: Policy = {
  name: 'every argument of a CronJob is one that its program takes',
  violations: (objects) =>
    ofKind(objects, 'CronJob').flatMap(({ metadata, spec }) =>
      (spec.jobTemplate.spec.template.spec.containers as { args?: string[] }[]).flatMap(({ args = [] }) =>
        unless(`${metadata.name} with ${args.join(' ')}`, { 'is refused': areTaken(args) }),
      ),
    ),
  mutations: {
    'a misspelled argument': (o) => (order(o).args = ['--shaddow']),
    'a day that does not exist': (o) => (order(o).args = ['--date', '2026-02-30']),
  },
};

function areTaken(args: readonly string[]): boolean {
  try {
    parseRunArguments(args);
    return true;
  } catch {
    return false;
  }
}

const secrets: Policy = {
  name: 'secrets come from Secrets, and only those that are needed; the key is a mounted file',
  violations: (objects) => [
    ...unless('the manifests', { 'hold a Secret': ofKind(objects, 'Secret').length === 0 }),
    ...ofKind(objects, 'ConfigMap').flatMap(({ data }) =>
      Object.entries(data as Record<string, string>).flatMap(([name, value]) =>
        unless(`the ConfigMap's ${name}`, {
          'is a secret': !secretSettings.has(name) && !/:[^/@]+@/.test(value),
        }),
      ),
    ),
    ...workloads(objects).flatMap(({ name, pod, containers }) =>
      containers.flatMap((container) => [
        ...unless(name, {
          'takes all of a Secret as variables': (container.envFrom ?? []).every(
            ({ secretRef }) => !secretRef,
          ),
          'has the key as a variable': !container.env?.some((variable) => variable.name === 'PII_KEYRING'),
          'has another number of URLs than it needs':
            container.env?.filter((variable) => variable.name.endsWith('_DATABASE_URL')).length ===
            (name === 'acme-etl-migrate' ? 1 : 2),
          'lets anybody in the container read the key': (pod.volumes ?? []).every(
            ({ secret }) => !secret || ((secret.defaultMode ?? 0o644) & 0o007) === 0,
          ),
        }),
        ...(container.env ?? []).flatMap(({ name: setting, value, valueFrom }) => {
          const reference = valueFrom?.secretKeyRef;
          return unless(`${name}: ${setting}`, {
            'stands in the manifest': !value || !secretSettings.has(setting),
            'has a key that the example of the Secrets lacks':
              !reference || exampleHas(reference.name, reference.key),
            'is another setting in its Secret': !reference || reference.key === setting,
          });
        }),
      ]),
    ),
  ],
  mutations: {
    'the example is rendered': (o) => o.push(...structuredClone(examples)),
    'a URL in the ConfigMap': (o) => (settingsOf(o).data.WAREHOUSE_DATABASE_URL = 'postgres://a:b@c/d'),
    'a URL in the manifest': (o) => {
      const url = env(o).find(({ name }) => name === 'WAREHOUSE_DATABASE_URL')!;
      delete url.valueFrom;
      url.value = 'postgres://a:b@c/d';
    },
    'all URLs for one job': (o) =>
      (named(o, 'CronJob', 'order-analytics').spec.jobTemplate.spec.template.spec.containers[0].envFrom = [
        { secretRef: { name: 'acme-etl-databases' } },
      ]),
    "another source's URL as well": (o) =>
      env(o).push({
        name: 'USERS_DATABASE_URL',
        valueFrom: { secretKeyRef: { name: 'acme-etl-databases', key: 'USERS_DATABASE_URL' } },
      }),
    "the wrong source's URL": (o) =>
      (env(o).find(({ name }) => name === 'ORDERS_DATABASE_URL')!.valueFrom!.secretKeyRef!.key =
        'USERS_DATABASE_URL'),
    'the key as a variable': (o) =>
      env(o).push({
        name: 'PII_KEYRING',
        valueFrom: { secretKeyRef: { name: 'acme-etl-pii-keyring', key: 'keyring.json' } },
      }),
    'a Secret that nobody documented': (o) =>
      (env(o).find(({ name }) => name === 'ORDERS_DATABASE_URL')!.valueFrom!.secretKeyRef!.name = 'orders'),
    'a key that everybody can read': (o) => {
      const { volumes } = named(o, 'CronJob', 'order-analytics').spec.jobTemplate.spec.template.spec;
      delete volumes[1].secret.defaultMode;
    },
  },
};

const exampleHas = (name: string | undefined, key: string): boolean =>
  examples.some((example) => example.metadata.name === name && key in example.stringData);

const keyring: Policy = {
  name: 'every job finds its keyring where its settings say, and knows its own name and pod',
  violations: (objects) =>
    workloads(objects).flatMap(({ name, cron, pod, containers }) =>
      containers.flatMap(({ env: variables = [], envFrom = [], volumeMounts = [] }) => {
        const configMap = ofKind(objects, 'ConfigMap').find(
          ({ metadata }) => metadata.name === envFrom[0]?.configMapRef?.name,
        );
        const file = configMap?.data.PII_KEYRING_FILE as string | undefined;
        const mount = volumeMounts.find(({ mountPath }) => file?.startsWith(`${mountPath}/`));
        const volume = pod.volumes?.find((candidate) => candidate.name === mount?.name);
        const field = (setting: string) =>
          variables.find((variable) => variable.name === setting)?.valueFrom?.fieldRef?.fieldPath;
        return unless(name, {
          'names a ConfigMap that is not here': configMap,
          'has a ConfigMap without a hash': /-[a-z0-9]{10}$/.test(configMap?.metadata.name ?? ''),
          'has no keyring':
            !cron || (volume?.secret && exampleHas(volume.secret.secretName, file!.split('/').pop()!)),
          'can write to its keyring': !cron || mount?.readOnly,
          'cannot read its keyring':
            !cron || pod.securityContext?.fsGroup === pod.securityContext?.runAsGroup,
          'does not know its Job': field('JOB_NAME') === "metadata.labels['batch.kubernetes.io/job-name']",
          'does not know its pod': field('POD_NAME') === 'metadata.name',
          'writes its summary elsewhere': configMap?.data.TERMINATION_LOG_FILE === '/dev/termination-log',
        });
      }),
    ),
  mutations: {
    'another file': (o) => (settingsOf(o).data.PII_KEYRING_FILE = '/etc/keyring.json'),
    'no mount': (o) =>
      named(
        o,
        'CronJob',
        'order-analytics',
      ).spec.jobTemplate.spec.template.spec.containers[0].volumeMounts.pop(),
    'no group': (o) =>
      delete named(o, 'CronJob', 'order-analytics').spec.jobTemplate.spec.template.spec.securityContext
        .fsGroup,
    'the label of long ago': (o) =>
      (env(o).find(({ name }) => name === 'JOB_NAME')!.valueFrom!.fieldRef!.fieldPath =
        "metadata.labels['job-name']"),
    'no pod name': (o) =>
      env(o).splice(
        env(o).findIndex(({ name }) => name === 'POD_NAME'),
        1,
      ),
    'a ConfigMap that is not here': (o) => (settingsOf(o).metadata.name = 'acme-etl-settings-0123456789'),
    'a summary for nobody': (o) => delete settingsOf(o).data.TERMINATION_LOG_FILE,
  },
};

export const settingPolicies: readonly Policy[] = [knownSettings, knownArguments, secrets, keyring];
