import { coreNames } from '../definitions/generation';
import type { Job } from '../definitions/job';
import type { MetricDefinition } from '../definitions/metric-definition';

/** How jobs that run at the same time wait for each other, relation by relation. */
export interface RunCoordinator {
  /** The facts are loaded, or the table is published. */
  release(relation: string): void;
  /** The table could not be published: no job needs to wait for it, and its readers are not to be computed. */
  refuse(relation: string): void;
  /** Resolves when the relations are done or refused, or the jobs that make them have ended. */
  waitFor(relations: readonly string[]): Promise<void>;
  /** Whether `ready` would resolve at once. */
  isReady(relations: readonly string[]): boolean;
  isRefused(relation: string): boolean;
}

/** One job by itself computes from what is there. */
export const noCoordination: RunCoordinator = {
  release: () => undefined,
  refuse: () => undefined,
  waitFor: async () => undefined,
  isReady: () => true,
  isRefused: () => false,
};

/**
 * The waiting of several jobs. Every job publishes in the definitions' order, in which each table comes
 * after what it reads: so of all tables that are not done, the first one waits for nothing.
 */
export class JobsCoordinator implements RunCoordinator {
  readonly #gates = new Map<string, { readonly opened: Promise<void>; readonly open: () => void }>();
  readonly #open = new Set<string>();
  readonly #refused = new Set<string>();
  readonly #made: ReadonlyMap<string, readonly string[]>;

  constructor(jobs: readonly Job[], definitions: readonly MetricDefinition[]) {
    this.#made = new Map(
      jobs.map((job) => [
        job.name,
        [
          ...coreNames(job).map((name) => `core.${name}`),
          ...definitions.filter(({ domain }) => domain === job.domain).map(({ table }) => table),
        ],
      ]),
    );
    for (const relation of [...this.#made.values()].flat()) {
      let open!: () => void;
      const opened = new Promise<void>((resolve) => (open = resolve));
      this.#gates.set(relation, { opened, open });
    }
  }

  release(relation: string): void {
    this.#open.add(relation);
    this.#gates.get(relation)?.open();
  }

  refuse(relation: string): void {
    this.#refused.add(relation);
    this.release(relation);
  }

  isReady(relations: readonly string[]): boolean {
    return relations.every((relation) => !this.#gates.has(relation) || this.#open.has(relation));
  }

  isRefused(relation: string): boolean {
    return this.#refused.has(relation);
  }

  async waitFor(relations: readonly string[]): Promise<void> {
    await Promise.all(relations.map(async (relation) => this.#gates.get(relation)?.opened));
  }

  /** However a job ended, no other one waits for it any longer. */
  ended(job: Job): void {
    for (const relation of this.#made.get(job.name) ?? []) this.release(relation);
  }
}
