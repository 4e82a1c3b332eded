import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { overlayNames } from '../../src/made-files';
import type { KubernetesObject } from './objects';

const root = join(__dirname, '../..');
export type OverlayName = (typeof overlayNames)[number];
export const overlays: readonly OverlayName[] = overlayNames;

/** What is installed, by Go, where there is neither kubectl nor kustomize. */
const kustomizeModule = 'sigs.k8s.io/kustomize/kustomize/v5@v5.8.1';
const ownFolder = join(root, '.bin');

const rendered = new Map<OverlayName, string>();

/** The objects of an overlay, as they would be applied; a copy of its own for each caller. */
export function render(overlay: OverlayName): KubernetesObject[] {
  let text = rendered.get(overlay);
  if (text === undefined) {
    text = build(join(root, 'overlays', overlay));
    rendered.set(overlay, text);
  }
  return parseObjects(text);
}

/** Reads YAML as Kubernetes does, by the rules of YAML 1.1: there 0440 is octal and `on` a boolean. */
export function parseObjects(text: string): KubernetesObject[] {
  return parseAllDocuments(text, { version: '1.1' }).map((document) => {
    if (document.errors[0]) throw document.errors[0];
    return document.toJS() as KubernetesObject;
  });
}

/** Renders a folder with a kustomization. */
export function build(folder: string): string {
  const [program, ...command] = kustomize();
  return must(program!, ...command, folder);
}

let found: readonly string[] | undefined;

/** The command that renders: kubectl's kustomize or a kustomize, from version 5 on. */
function kustomize(): readonly string[] {
  found ??= [
    ['kubectl', 'kustomize'],
    ['kustomize', 'build'],
    [join(ownFolder, 'kustomize'), 'build'],
  ].find(([program]) => majorVersion(program!) >= 5);
  return (found ??= [install(), 'build']);
}

function majorVersion(program: string): number {
  const { stdout } =
    program === 'kubectl' ? run(program, 'version', '--client', '--output=json') : run(program, 'version');
  return Number(/(?:kustomizeVersion": *"|^)v(\d+)\./m.exec(stdout ?? '')?.[1] ?? 0);
}

function install(): string {
  const { status, stderr } = spawnSync('go', ['install', kustomizeModule], {
    encoding: 'utf8',
    env: { ...process.env, GOBIN: ownFolder },
  });
  const program = join(ownFolder, 'kustomize');
  if (status === 0 && existsSync(program)) return program;
  throw new Error(
    'the manifests cannot be rendered: install kubectl (1.27 or later), kustomize (5 or later), or Go to build it with' +
      (stderr ? `; go install said: ${stderr.trim()}` : ''),
  );
}

const run = (program: string, ...args: string[]) => spawnSync(program, args, { encoding: 'utf8' });

function must(program: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = run(program, ...args);
  if (status === 0) return stdout;
  throw new Error(`${[program, ...args].join(' ')}: ${error?.message ?? stderr}`);
}
