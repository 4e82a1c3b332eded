import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { V1Container, V1EnvVar, V1PodSpec, V1Volume } from '@kubernetes/client-node';
import { keyringJson, type Environment } from '@acme/testing';
import { docker } from './engine';
import { render, type OverlayName } from './kustomize';
import { ofKind, workloads } from './objects';

export interface ContainerOptions {
  /** Replaces or, with undefined, removes variables of the pod. */
  readonly env?: Environment;
  /** Name of the Job that the pod learns; else one as the CronJob makes it. */
  readonly jobName?: string;
  /** Files of the mounted Secrets; else a keyring. */
  readonly secretFiles?: Readonly<Record<string, string>>;
  /** Runs this JavaScript instead of the program, under the same terms. */
  readonly script?: string;
}

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly lines: Record<string, unknown>[];
  /** What was written to the termination log, which the kubelet would show in the pod's status. */
  readonly terminationMessage: string;
  readonly outOfMemory: boolean;
}

export interface Started {
  readonly jobName: string;
  readonly podName: string;
  readonly ended: Promise<Ended>;
  /** What the kubelet does first to end a pod. */
  terminate(): Promise<void>;
  /** What it does when the grace period is over, and the kernel when memory is. */
  kill(): Promise<void>;
}

/**
 * Starts the container that a CronJob or Job of an overlay describes, with all that its rendered YAML says: user and
 * groups, read-only root, capabilities, privileges, memory and CPU limits, emptyDirs, mounted Secrets, variables from
 * the ConfigMap and the downward API, arguments, termination log. The image is the one built here, by its name.
 */
export function startContainer(overlay: OverlayName, name: string, options: ContainerOptions = {}): Started {
  const objects = render(overlay);
  const { pod } = workloads(objects).find((candidate) => candidate.name === name)!;
  const container = pod.containers[0]!;
  // As a CronJob names its Jobs: by the minutes since 1970.
  const jobName = options.jobName ?? `${name}-29755320`;
  const podName = `${jobName}-${randomBytes(3).toString('hex').slice(0, 5)}`;
  const settings = ofKind(objects, 'ConfigMap').find(
    ({ metadata }) => metadata.name === container.envFrom?.[0]?.configMapRef?.name,
  )!;
  const env: Environment = {
    ...(settings.data as Environment),
    ...Object.fromEntries(
      (container.env ?? []).map((variable) => [variable.name, valueOf(variable, jobName, podName)]),
    ),
    // A Pushgateway is not at hand.
    PUSHGATEWAY_URL: undefined,
    ...options.env,
  };
  const folder = mkdtempSync(join(tmpdir(), 'acme-container-'));
  const terminationLog = join(folder, 'termination-log');
  writeFileSync(terminationLog, '');
  // The kubelet's file can be written to by any user.
  chmodSync(terminationLog, 0o666);
  chmodSync(folder, 0o755);
  const args = [
    ...['run', '--name', podName, '--network', 'host'],
    ...terms(pod, container),
    ...Object.entries(env).flatMap(([key, value]) =>
      value === undefined ? [] : ['--env', `${key}=${value}`],
    ),
    ...(container.volumeMounts ?? []).flatMap(({ name: volume, mountPath, readOnly }) =>
      mount(
        pod.volumes!.find((candidate) => candidate.name === volume)!,
        mountPath,
        readOnly,
        pod,
        folder,
        options,
      ),
    ),
    ...['--volume', `${terminationLog}:${container.terminationMessagePath}`],
    ...(options.script === undefined
      ? [imageOf(container), ...(container.args ?? [])]
      : ['--entrypoint', 'node', imageOf(container), '--eval', options.script]),
  ];
  return {
    jobName,
    podName,
    ended: finish(args, podName, folder, terminationLog),
    terminate: async () => void (await docker('kill', '--signal', 'SIGTERM', podName)),
    kill: async () => void (await docker('kill', '--signal', 'SIGKILL', podName)),
  };
}

/** Starts it and waits for its end. */
export const runContainer = (
  overlay: OverlayName,
  name: string,
  options?: ContainerOptions,
): Promise<Ended> => startContainer(overlay, name, options).ended;

/** `registry.example.com/acmeshop/user-analytics:1.0.0` as it is called here. */
const imageOf = ({ image }: V1Container) =>
  `acmeshop/${/([^/:@]+)(?::[^/]*)?(?:@.*)?$/.exec(image!)![1]}:dev`;

function valueOf(variable: V1EnvVar, jobName: string, podName: string): string | undefined {
  switch (variable.valueFrom?.fieldRef?.fieldPath) {
    case undefined:
      return variable.value;
    case "metadata.labels['batch.kubernetes.io/job-name']":
      return jobName;
    case 'metadata.name':
      return podName;
    default:
      throw new Error(`${variable.name}: no such field of a pod here`);
  }
}

function terms(pod: V1PodSpec, { securityContext: own = {}, resources }: V1Container): string[] {
  const shared = pod.securityContext ?? {};
  return [
    ...['--user', `${own.runAsUser ?? shared.runAsUser}:${own.runAsGroup ?? shared.runAsGroup}`],
    ...(shared.fsGroup === undefined ? [] : ['--group-add', String(shared.fsGroup)]),
    ...(own.readOnlyRootFilesystem ? ['--read-only'] : []),
    ...(own.capabilities?.drop ?? []).flatMap((capability) => ['--cap-drop', capability]),
    ...(own.allowPrivilegeEscalation === false ? ['--security-opt', 'no-new-privileges'] : []),
    ...['--memory', bytesOf(resources!.limits!.memory!), '--cpus', resources!.limits!.cpu!],
  ];
}

/** `512Mi` as docker writes it; Kubernetes' units are the binary ones. */
const bytesOf = (quantity: string) =>
  quantity.replace(/^(\d+)([KMG])i$/, (_, n, unit: string) => `${n}${unit.toLowerCase()}`);

function mount(
  { name, emptyDir, secret }: V1Volume,
  path: string,
  readOnly: boolean | undefined,
  pod: V1PodSpec,
  folder: string,
  { secretFiles = { 'keyring.json': keyringJson } }: ContainerOptions,
): string[] {
  if (emptyDir) return ['--tmpfs', `${path}:rw,mode=1777,size=${bytesOf(emptyDir.sizeLimit!)}`];
  if (!secret) throw new Error(`volume ${name}: neither an emptyDir nor a Secret`);
  const source = join(folder, name);
  mkdirSync(source);
  chmodSync(source, 0o755);
  for (const [file, text] of Object.entries(secretFiles)) {
    writeFileSync(join(source, file), text);
    // As the kubelet does it: owned by root and fsGroup, with the volume's mode. Only root can.
    if (process.getuid?.() === 0) {
      chownSync(join(source, file), 0, pod.securityContext!.fsGroup!);
      chmodSync(join(source, file), secret.defaultMode!);
    }
  }
  return ['--volume', `${source}:${path}${readOnly ? ':ro' : ''}`];
}

async function finish(
  args: string[],
  container: string,
  folder: string,
  terminationLog: string,
): Promise<Ended> {
  const child = spawn('docker', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  try {
    const state = JSON.parse(await docker('inspect', '--format', '{{json .State}}', container)) as {
      ExitCode: number;
      OOMKilled: boolean;
    };
    const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
    return {
      code: state.ExitCode,
      stdout,
      stderr,
      lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>),
      terminationMessage: readFileSync(terminationLog, 'utf8'),
      outOfMemory: state.OOMKilled,
    };
  } finally {
    await docker('rm', '--force', container);
    rmSync(folder, { recursive: true, force: true });
  }
}
