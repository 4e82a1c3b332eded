import { coreNames } from './generation';
import type { Job } from './job';
import type { MetricDefinition } from './metric-definition';

/** How jobs that run at the same time wait for each other, relation by relation. */
export interface Together {
  /** The facts are loaded, or the table is published. */
  done(relation: string): void;
  /** Resolves when the relations are done, or the jobs that make them have ended. */
  ready(relations: readonly string[]): Promise<void>;
}

/** One job by itself computes from what is there. */
export const alone: Together = { done: () => undefined, ready: async () => undefined };

/**
 * The waiting of several jobs. Every job publishes in the definitions' order, in which each table comes
 * after what it reads: so of all tables that are not done, the first one waits for nothing.
 */
export class JobsTogether implements Together {
  readonly #gates = new Map<string, { readonly opened: Promise<void>; readonly open: () => void }>();
  readonly #made: ReadonlyMap<string, readonly string[]>;

  constructor(jobs: readonly Job[], definitions: readonly MetricDefinition[]) {
    this.#made = new Map(
      jobs.map((job) => [
        job.name,
        [
          ...coreNames(job).map((name) => `core.${name}`),
          ...definitions.filter(({ domain }) => domain === job.metrics).map(({ table }) => table),
        ],
      ]),
    );
    for (const relation of [...this.#made.values()].flat()) {
      let open!: () => void;
      const opened = new Promise<void>((resolve) => (open = resolve));
      this.#gates.set(relation, { opened, open });
    }
  }

  done(relation: string): void {
    this.#gates.get(relation)?.open();
  }

  async ready(relations: readonly string[]): Promise<void> {
    await Promise.all(relations.map((relation) => this.#gates.get(relation)?.opened));
  }

  /** However a job ended, nobody waits for it any longer. */
  ended(job: Job): void {
    for (const relation of this.#made.get(job.name) ?? []) this.done(relation);
  }
}
