import type { V1Container, V1CronJobSpec, V1JobSpec, V1PodSpec } from '@kubernetes/client-node';

/** An object of a manifest as parsed; what is below is checked against the schema, not by its type. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests break these objects on purpose
  [field: string]: any;
}

/** A CronJob or Job with what it makes. */
export interface Workload {
  readonly name: string;
  readonly cron?: V1CronJobSpec;
  readonly job: V1JobSpec;
  readonly pod: V1PodSpec;
  readonly containers: readonly V1Container[];
}

export const ofKind = (objects: readonly KubernetesObject[], kind: string) =>
  objects.filter((object) => object.kind === kind);

/** The object of that kind and name; there has to be one. */
export function named(objects: readonly KubernetesObject[], kind: string, name: string): KubernetesObject {
  const found = ofKind(objects, kind).find(({ metadata }) => metadata.name === name);
  if (!found) throw new Error(`there is no ${kind} ${name}`);
  return found;
}

/** Everything that makes pods. */
export function workloads(objects: readonly KubernetesObject[]): Workload[] {
  return objects.flatMap(({ kind, metadata, spec }) => {
    if (kind === 'CronJob') return [workload(metadata.name, spec.jobTemplate.spec, spec)];
    return kind === 'Job' ? [workload(metadata.name, spec)] : [];
  });
}

function workload(name: string, job: V1JobSpec, cron?: V1CronJobSpec): Workload {
  const pod = job.template.spec!;
  return {
    name,
    ...(cron ? { cron } : {}),
    job,
    pod,
    containers: [...(pod.initContainers ?? []), ...pod.containers],
  };
}
