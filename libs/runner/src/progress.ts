import { visible } from '@acme/errors';

/** What a person who runs jobs sees of their steps. */
export interface Progress {
  show(job: string, step: string): void;
  /** Takes away what was shown in place. */
  clear(): void;
}

/** One line per job on a terminal, rewritten in place while the jobs are running. */
export class LiveProgress implements Progress {
  readonly #lines: Map<string, string>;
  readonly #width: number;
  #drawn = 0;

  constructor(
    jobs: readonly string[],
    private readonly terminal: Pick<NodeJS.WriteStream, 'write' | 'columns'>,
  ) {
    this.#lines = new Map(jobs.map((job) => [job, 'connect']));
    this.#width = Math.max(...jobs.map((job) => job.length));
  }

  show(job: string, step: string): void {
    this.#lines.set(job, step);
    this.clear();
    const room = (this.terminal.columns ?? 80) - 1;
    for (const [name, text] of this.#lines)
      this.terminal.write(`${`  ${visible(name).padEnd(this.#width)}  ${visible(text)}`.slice(0, room)}\n`);
    this.#drawn = this.#lines.size;
  }

  clear(): void {
    if (this.#drawn > 0) this.terminal.write(`\u001b[${this.#drawn}A\r\u001b[J`);
    this.#drawn = 0;
  }
}

/** Where lines cannot be rewritten: one line when a job begins to load, to compute, to wait, and when it ends. */
export class PlainProgress implements Progress {
  readonly #phases = new Map<string, string>();

  constructor(private readonly say: (text: string) => void) {}

  show(job: string, step: string): void {
    const verb = step.split(' ')[0]!;
    const phase = {
      extract: 'loads its facts',
      transform: 'computes its tables',
      waits: step,
      done: step,
      failed: step,
    }[verb];
    if (phase === undefined || this.#phases.get(job) === phase) return;
    this.#phases.set(job, phase);
    this.say(`${visible(job)}: ${visible(phase)}`);
  }

  clear(): void {
    // What was written stays.
  }
}
