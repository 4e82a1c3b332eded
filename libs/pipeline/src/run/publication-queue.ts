import type { OperatorError } from '@acme/errors';
import { LockWaitError } from '../context/lock-wait';
import type { RunContext } from '../context/run-context';
import type { MetricDefinition } from '../definitions/metric-definition';
import { tablesWritten } from '../publish/publish';

/** Facts that could not be loaded, and why. */
export interface Unreadable {
  readonly relations: readonly string[];
  readonly error: OperatorError;
}

/** The tables that a run has yet to publish, each after what it reads, and what became of the others. */
export class PublicationQueue {
  #remaining: readonly MetricDefinition[];
  readonly #refused: Set<string>;
  /** How long the attempts at locked tables took since the last pause, milliseconds. */
  readonly #locked = new Map<MetricDefinition, number>();
  readonly #failures: OperatorError[];

  constructor(
    private readonly context: RunContext,
    definitions: readonly MetricDefinition[],
    unreadable: readonly Unreadable[],
  ) {
    this.#remaining = definitions;
    this.#refused = new Set(unreadable.flatMap(({ relations }) => relations));
    this.#failures = unreadable.map(({ error }) => error);
  }

  get isEmpty(): boolean {
    return this.#remaining.length === 0;
  }

  get failures(): readonly OperatorError[] {
    return this.#failures;
  }

  /** A table that could be computed now; undefined when all wait for a lock or for other jobs. */
  next(): MetricDefinition | undefined {
    return this.#free().find(({ reads }) => this.context.coordinator.isReady(Object.keys(reads)));
  }

  /** Leaves out what reads a refused table. */
  refuseReaders(): void {
    const { coordinator, log } = this.context;
    for (const definition of this.#remaining) {
      const reads = Object.keys(definition.reads);
      if (!reads.some((relation) => this.#refused.has(relation) || coordinator.isRefused(relation))) continue;
      this.refuse(definition);
      log.error({ table: definition.table }, 'not recomputed: a table it reads was refused');
    }
  }

  /** It is published, or true as it stands: its readers can go on. */
  settle(definition: MetricDefinition): void {
    this.context.coordinator.release(definition.table);
    this.#drop(definition);
  }

  /** It stays as it was, and so do its readers in every job. */
  refuse(definition: MetricDefinition): void {
    this.#refused.add(definition.table);
    this.context.coordinator.refuse(definition.table);
    this.#drop(definition);
  }

  /** It stays as it was, and so do its readers in this job; other jobs judge for themselves. */
  leave(definition: MetricDefinition): void {
    this.#refused.add(definition.table);
    this.settle(definition);
  }

  /** It comes again after a pause. `spent`: what the attempt took, milliseconds. */
  postpone(definition: MetricDefinition, spent: number): void {
    this.#locked.set(definition, spent);
  }

  /** Once, however many tables fail for the same reason. */
  fail(failure: OperatorError): void {
    if (!this.#failures.some(({ message }) => message === failure.message)) this.#failures.push(failure);
  }

  /** All else is done or waits for locked tables, or for other jobs: pauses before the next attempt. */
  async pause(): Promise<void> {
    const { context } = this;
    if (this.#locked.size > 0) return this.#pauseForLocks();
    const free = this.#free();
    if (free.length === 0) return;
    await context.step(`wait for what ${free[0]!.table} reads`);
    await Promise.race(free.map(({ reads }) => context.coordinator.waitFor(Object.keys(reads))));
  }

  async #pauseForLocks(): Promise<void> {
    const { step, patience, warehouse } = this.context;
    const locked = [...this.#locked.keys()];
    const names = locked.map(({ table }) => table);
    const spent = [...this.#locked.values()].reduce((sum, ms) => sum + ms, 0);
    await step(`wait for the lock of ${names[0]}`);
    const relations = [...new Set(locked.flatMap(tablesWritten))];
    try {
      await patience.pause(warehouse, names.join(', '), relations, Date.now() - spent);
    } catch (error) {
      if (!(error instanceof LockWaitError)) throw error;
      this.fail(error);
      for (const definition of locked) this.refuse(definition);
    }
    this.#locked.clear();
  }

  /** Tables that wait for none of this job's own. */
  #free(): readonly MetricDefinition[] {
    const own = new Set(this.#remaining.map(({ table }) => table));
    return this.#remaining.filter(
      (definition) =>
        !this.#locked.has(definition) && !Object.keys(definition.reads).some((relation) => own.has(relation)),
    );
  }

  #drop(definition: MetricDefinition): void {
    this.#remaining = this.#remaining.filter((other) => other !== definition);
    this.#locked.delete(definition);
  }
}
