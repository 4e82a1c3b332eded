import type { KubernetesObject } from '../objects';

export interface Policy {
  readonly name: string;
  /** What breaks the policy in a rendered overlay, a line each. */
  readonly violations: (objects: readonly KubernetesObject[]) => string[];
  /** Changes that must break it: they show that the policy can fail. */
  readonly mutations: Readonly<Record<string, (objects: KubernetesObject[]) => void>>;
}

/** `name: complaint` for every complaint whose condition does not hold. */
export const unless = (name: string, conditions: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(conditions)
    .filter(([, holds]) => !holds)
    .map(([complaint]) => `${name}: ${complaint}`);
