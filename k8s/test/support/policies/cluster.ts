import type { V1NetworkPolicyPort } from '@kubernetes/client-node';
import { named, ofKind, workloads, type KubernetesObject } from '../objects';
import { operatorRights } from './expected';
import { unless, type Policy } from './policy';

const clusterWide = ['Namespace', 'PriorityClass'];
const network = (objects: readonly KubernetesObject[]) => named(objects, 'NetworkPolicy', 'acme-etl');

const namespace: Policy = {
  name: 'everything is in the one namespace, which enforces Pod Security restricted',
  violations: (objects) => {
    const [space, ...others] = ofKind(objects, 'Namespace');
    return [
      ...unless('the namespace', {
        'is not there, or not alone': space && others.length === 0,
        'enforces nothing': space?.metadata.labels?.['pod-security.kubernetes.io/enforce'] === 'restricted',
      }),
      ...objects
        .filter(({ kind }) => !clusterWide.includes(kind))
        .flatMap(({ kind, metadata }) =>
          unless(`${kind} ${metadata.name}`, {
            'is in another namespace': metadata.namespace === space?.metadata.name,
            'belongs to nothing': metadata.labels?.['app.kubernetes.io/part-of'] === 'acmeshop-analytics-etl',
          }),
        ),
      ...workloads(objects).flatMap(({ name, pod }) =>
        unless(name, {
          'runs as an account that is not here': ofKind(objects, 'ServiceAccount').some(
            ({ metadata }) => metadata.name === pod.serviceAccountName,
          ),
        }),
      ),
    ];
  },
  mutations: {
    'no namespace': (o) => o.splice(o.indexOf(ofKind(o, 'Namespace')[0]!), 1),
    'nothing is enforced': (o) =>
      delete ofKind(o, 'Namespace')[0]!.metadata.labels!['pod-security.kubernetes.io/enforce'],
    'the baseline is enforced': (o) =>
      (ofKind(o, 'Namespace')[0]!.metadata.labels!['pod-security.kubernetes.io/enforce'] = 'baseline'),
    'an object without a namespace': (o) => delete network(o).metadata.namespace,
    'an account that is not here': (o) =>
      o.splice(o.indexOf(named(o, 'ServiceAccount', 'order-analytics')), 1),
  },
};

/** Out of the namespace: names, PostgreSQL, and the Pushgateway where there is one. */
const allowedPorts = [53, 5432, 9091];

const networkPolicy: Policy = {
  name: 'nothing comes in; names, PostgreSQL and pushed metrics go out',
  violations: (objects) => {
    const given = ofKind(objects, 'NetworkPolicy');
    const base = given.find(({ spec }) => Object.keys(spec.podSelector).length === 0);
    const rules = given.flatMap(({ spec }) => spec.egress ?? []);
    const ports: V1NetworkPolicyPort[] = rules.flatMap((rule) => rule.ports ?? []);
    return unless('the network', {
      'is open for pods without labels': base,
      'is open inwards': base?.spec.policyTypes.includes('Ingress'),
      'is open outwards': base?.spec.policyTypes.includes('Egress'),
      'lets something in': given.every(({ spec }) => !spec.ingress?.length),
      'lets out on every port': rules.every((rule) => rule.ports?.length),
      'lets out on a port of its own': ports.every(
        ({ port, endPort }) => allowedPorts.includes(Number(port)) && endPort === undefined,
      ),
      'lets names be asked anywhere': rules
        .filter((rule) => rule.ports?.some(({ port }: V1NetworkPolicyPort) => port === 53))
        .every((rule) => rule.to?.length),
      'knows no names': ports.some(({ port, protocol }) => port === 53 && protocol === 'UDP'),
      'reaches no PostgreSQL': ports.some(({ port }) => port === 5432),
    });
  },
  mutations: {
    'no policy': (o) => o.splice(o.indexOf(network(o)), 1),
    'only for labelled pods': (o) => (network(o).spec.podSelector = { matchLabels: { app: 'x' } }),
    'not for what comes in': (o) => (network(o).spec.policyTypes = ['Egress']),
    'not for what goes out': (o) => (network(o).spec.policyTypes = ['Ingress']),
    'somebody may come in': (o) => (network(o).spec.ingress = [{}]),
    'a rule without ports': (o) => delete network(o).spec.egress[1].ports,
    'another port': (o) => network(o).spec.egress[1].ports.push({ protocol: 'TCP', port: 443 }),
    'a range of ports': (o) => (network(o).spec.egress[1].ports[0].endPort = 65_535),
    'any name server': (o) => delete network(o).spec.egress[0].to,
    'no PostgreSQL': (o) => network(o).spec.egress.pop(),
  },
};

const rights = (objects: readonly KubernetesObject[]): string[] =>
  ofKind(objects, 'Role').flatMap(({ rules }) =>
    (rules as { apiGroups: string[]; resources: string[]; verbs: string[] }[]).flatMap(
      ({ apiGroups, resources, verbs }) =>
        apiGroups.flatMap((group) =>
          resources.map((resource) => `${group}/${resource}: ${verbs.join(', ')}`),
        ),
    ),
  );

const operator: Policy = {
  name: 'the operator has just the rights that the work needs, the jobs have none',
  violations: (objects) => [
    ...unless('the Role', {
      'grants other rights': rights(objects).sort().join() === [...operatorRights].sort().join(),
    }),
    ...unless('the cluster', {
      'is granted rights to': objects.every(({ kind }) => !kind.startsWith('Cluster')),
    }),
    ...ofKind(objects, 'RoleBinding').flatMap(({ metadata, subjects }) =>
      unless(`RoleBinding ${metadata.name}`, {
        'gives rights to others than the operators': (subjects as { kind: string }[]).every(
          ({ kind }) => kind === 'Group',
        ),
      }),
    ),
  ],
  mutations: {
    'a further verb': (o) => named(o, 'Role', 'acme-etl-operator').rules[1].verbs.push('delete'),
    everything: (o) => (named(o, 'Role', 'acme-etl-operator').rules[0].resources = ['*']),
    'a right is missing': (o) => named(o, 'Role', 'acme-etl-operator').rules.pop(),
    'Secrets can be read': (o) =>
      named(o, 'Role', 'acme-etl-operator').rules.push({
        apiGroups: [''],
        resources: ['secrets'],
        verbs: ['get'],
      }),
    'a right in the whole cluster': (o) =>
      o.push({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: 'x' },
        rules: [],
      }),
    'a job gets rights': (o) =>
      named(o, 'RoleBinding', 'acme-etl-operators').subjects.push({
        kind: 'ServiceAccount',
        name: 'order-analytics',
      }),
  },
};

export const clusterPolicies: readonly Policy[] = [namespace, networkPolicy, operator];
