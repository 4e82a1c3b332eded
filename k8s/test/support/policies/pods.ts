import type { V1Container, V1PodSpec, V1SecurityContext } from '@kubernetes/client-node';
import { named, ofKind, workloads, type KubernetesObject } from '../objects';
import { unless, type Policy } from './policy';

const cronJob = (objects: readonly KubernetesObject[]) => named(objects, 'CronJob', 'order-analytics');
const podOf = (objects: readonly KubernetesObject[]): V1PodSpec =>
  cronJob(objects).spec.jobTemplate.spec.template.spec;
const containerOf = (objects: readonly KubernetesObject[]): V1Container => podOf(objects).containers[0]!;
const securityOf = (objects: readonly KubernetesObject[]): V1SecurityContext =>
  containerOf(objects).securityContext!;
const migration = (objects: readonly KubernetesObject[]): V1PodSpec =>
  named(objects, 'Job', 'acme-etl-migrate').spec.template.spec;

/** The volume types that `restricted` allows. */
const volumeTypes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** Pod Security Standards, level `restricted`, control by control. */
const restricted: Policy = {
  name: 'every container satisfies Pod Security restricted',
  violations: (objects) =>
    workloads(objects).flatMap(({ name, pod, containers }) => [
      ...unless(name, {
        'shares a namespace of the host': !pod.hostNetwork && !pod.hostPID && !pod.hostIPC,
        'sets sysctls': !pod.securityContext?.sysctls?.length,
        'has a volume of a type that is not allowed': (pod.volumes ?? []).every((volume) =>
          Object.keys(volume).every((key) => key === 'name' || volumeTypes.includes(key)),
        ),
      }),
      ...containers.flatMap(({ name: container, securityContext: own = {}, ports = [] }) => {
        const shared = pod.securityContext ?? {};
        const seccomp = (own.seccompProfile ?? shared.seccompProfile)?.type;
        const added = own.capabilities?.add ?? [];
        return unless(`${name}/${container}`, {
          'may run as root': own.runAsNonRoot ?? shared.runAsNonRoot,
          'runs as root': (own.runAsUser ?? shared.runAsUser) !== 0,
          'is privileged': !own.privileged,
          'may escalate privileges': own.allowPrivilegeEscalation === false,
          'keeps capabilities': own.capabilities?.drop?.includes('ALL'),
          'adds capabilities': added.every((capability) => capability === 'NET_BIND_SERVICE'),
          'has no seccomp profile': seccomp === 'RuntimeDefault' || seccomp === 'Localhost',
          'has a port of the host': ports.every(({ hostPort }) => !hostPort),
          'unmasks /proc': (own.procMount ?? 'Default') === 'Default',
          'sets SELinux options': !own.seLinuxOptions && !shared.seLinuxOptions,
        });
      }),
    ]),
  mutations: {
    'runAsNonRoot is gone': (o) => delete podOf(o).securityContext!.runAsNonRoot,
    'the container overrules runAsNonRoot': (o) => (securityOf(o).runAsNonRoot = false),
    'it runs as root': (o) => (securityOf(o).runAsUser = 0),
    'it is privileged': (o) => (securityOf(o).privileged = true),
    'privileges may escalate': (o) => (securityOf(o).allowPrivilegeEscalation = true),
    'nothing is said of escalation': (o) => delete securityOf(o).allowPrivilegeEscalation,
    'capabilities stay': (o) => (securityOf(o).capabilities!.drop = ['NET_RAW']),
    'capabilities are added': (o) => (securityOf(o).capabilities!.add = ['SYS_ADMIN']),
    'seccomp is off': (o) => (podOf(o).securityContext!.seccompProfile!.type = 'Unconfined'),
    "the network is the host's": (o) => (podOf(o).hostNetwork = true),
    'a folder of the host is mounted': (o) =>
      podOf(o).volumes!.push({ name: 'host', hostPath: { path: '/' } }),
    'a port of the host is taken': (o) => (containerOf(o).ports = [{ containerPort: 8080, hostPort: 8080 }]),
    'an init container has no security context': (o) =>
      (podOf(o).initContainers = [{ name: 'init', image: 'acmeshop/init:1' }]),
    'the migration Job may run as root': (o) => delete migration(o).securityContext,
  },
};

const readOnly: Policy = {
  name: 'the root file system is read-only, and /tmp an emptyDir of limited size',
  violations: (objects) =>
    workloads(objects).flatMap(({ name, pod, containers }) =>
      containers.flatMap((container) => {
        const tmp = container.volumeMounts?.find(({ mountPath }) => mountPath === '/tmp');
        const volume = pod.volumes?.find((candidate) => candidate.name === tmp?.name);
        return unless(`${name}/${container.name}`, {
          'can write to its root': container.securityContext?.readOnlyRootFilesystem,
          'has no emptyDir at /tmp': volume?.emptyDir?.sizeLimit,
        });
      }),
    ),
  mutations: {
    'the root can be written to': (o) => (securityOf(o).readOnlyRootFilesystem = false),
    'nothing is said of the root': (o) => delete securityOf(o).readOnlyRootFilesystem,
    'nothing is mounted at /tmp': (o) => containerOf(o).volumeMounts!.shift(),
    '/tmp has no limit': (o) => (podOf(o).volumes![0]!.emptyDir = {}),
  },
};

const resources: Policy = {
  name: 'every container has requests and limits of CPU and memory',
  violations: (objects) =>
    workloads(objects).flatMap(({ name, containers }) =>
      containers.flatMap(({ name: container, resources: given }) =>
        unless(
          `${name}/${container}`,
          Object.fromEntries(
            (['requests', 'limits'] as const).flatMap((kind) =>
              ['cpu', 'memory'].map((what) => [`has no ${kind} of ${what}`, given?.[kind]?.[what]]),
            ),
          ),
        ),
      ),
    ),
  mutations: {
    'no resources': (o) => delete containerOf(o).resources,
    'no memory limit': (o) => delete containerOf(o).resources!.limits!.memory,
    'no CPU request': (o) => delete containerOf(o).resources!.requests!.cpu,
    'none for the migration': (o) => delete migration(o).containers[0]!.resources,
  },
};

const noToken: Policy = {
  name: 'no token of the Kubernetes API is mounted',
  violations: (objects) => [
    ...workloads(objects).flatMap(({ name, pod }) =>
      unless(name, {
        'mounts a token': pod.automountServiceAccountToken === false,
        'mounts a projected token': (pod.volumes ?? []).every(
          ({ projected }) => !projected?.sources?.some(({ serviceAccountToken }) => serviceAccountToken),
        ),
        'runs as the default account': pod.serviceAccountName && pod.serviceAccountName !== 'default',
      }),
    ),
    ...ofKind(objects, 'ServiceAccount').flatMap(({ metadata, automountServiceAccountToken }) =>
      unless(`ServiceAccount ${metadata.name}`, {
        'mounts a token': automountServiceAccountToken === false,
      }),
    ),
  ],
  mutations: {
    'the pod mounts one': (o) => (podOf(o).automountServiceAccountToken = true),
    'the pod leaves it to the account': (o) => delete podOf(o).automountServiceAccountToken,
    'the account mounts one': (o) =>
      delete named(o, 'ServiceAccount', 'order-analytics').automountServiceAccountToken,
    'a volume projects one': (o) =>
      podOf(o).volumes!.push({
        name: 'token',
        projected: { sources: [{ serviceAccountToken: { path: 'token' } }] },
      }),
    'no account is named': (o) => delete podOf(o).serviceAccountName,
  },
};

const images: Policy = {
  name: 'every image has a tag other than latest, or a digest',
  violations: (objects) =>
    workloads(objects).flatMap(({ name, containers }) =>
      containers.flatMap(({ image = '', imagePullPolicy }) => {
        const [, tag, digest] =
          /^[^:@]+(?::([\w.-]+))?(@sha256:[0-9a-f]{64})?$/.exec(image.split('/').at(-1)!) ?? [];
        return unless(`${name} ${image}`, {
          'is not pinned': digest ?? (tag && tag !== 'latest'),
          'may be another one on each node': imagePullPolicy === 'IfNotPresent',
        });
      }),
    ),
  mutations: {
    'no tag': (o) => (containerOf(o).image = 'registry.example.com:5000/acmeshop/order-analytics'),
    latest: (o) => (containerOf(o).image = 'acmeshop/order-analytics:latest'),
    'half a digest': (o) => (containerOf(o).image = 'acmeshop/order-analytics@sha256:abc'),
    "the migration's image has no tag": (o) => (migration(o).containers[0]!.image = 'acmeshop/acme-etl'),
  },
};

const termination: Policy = {
  name: 'a container says why it ended, and has time to end',
  violations: (objects) =>
    workloads(objects).flatMap(({ name, pod, containers }) =>
      containers.flatMap(({ name: container, ...given }) =>
        unless(`${name}/${container}`, {
          'falls back to nothing': given.terminationMessagePolicy === 'FallbackToLogsOnError',
          'has another path': given.terminationMessagePath === '/dev/termination-log',
          'is restarted in place': pod.restartPolicy === 'Never',
          'has hardly time to stop': (pod.terminationGracePeriodSeconds ?? 30) >= 30,
        }),
      ),
    ),
  mutations: {
    'no fallback': (o) => delete containerOf(o).terminationMessagePolicy,
    'another path': (o) => (containerOf(o).terminationMessagePath = '/tmp/message'),
    'restarts in place': (o) => (podOf(o).restartPolicy = 'OnFailure'),
    'no grace': (o) => (podOf(o).terminationGracePeriodSeconds = 0),
  },
};

const priority: Policy = {
  name: 'pods take room from nobody',
  violations: (objects) =>
    workloads(objects).flatMap(({ name, pod }) => {
      const given = ofKind(objects, 'PriorityClass').find(
        ({ metadata }) => metadata.name === pod.priorityClassName,
      );
      return unless(name, {
        'has a priority class that is not here': given,
        'may evict others': given?.preemptionPolicy === 'Never',
      });
    }),
  mutations: {
    'no class': (o) => delete podOf(o).priorityClassName,
    'a class that is not here': (o) => (podOf(o).priorityClassName = 'system-cluster-critical'),
    'a class that preempts': (o) =>
      delete named(o, 'PriorityClass', 'acmeshop-analytics-batch').preemptionPolicy,
  },
};

export const podPolicies: readonly Policy[] = [
  restricted,
  readOnly,
  resources,
  noToken,
  images,
  termination,
  priority,
];
