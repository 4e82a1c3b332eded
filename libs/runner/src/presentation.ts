import type { Config, RunArguments } from '@acme/config';
import type { Job, RunResult } from '@acme/pipeline';
import type { Logger } from 'pino';
import { jsonPresentation } from './json-presentation';
import type { Outcome } from './run-together';
import { textPresentation } from './text-presentation';

/** `container`: JSON lines unless standard output is a terminal. `person`: text on any standard output. */
export type Audience = 'container' | 'person';

/** How a process shows what its jobs do and have done, to a person or to what collects its log. */
export interface Presentation {
  readonly log: Logger;
  /** Says what takes a moment, outside any job. */
  notice(line: string): void;
  /** What a job is at. */
  step(job: Job, step: string): void;
  finished(job: Job, result: RunResult): void;
  failed(job: Job, error: unknown): void;
  /** When all have ended. Errors are shown elsewhere. */
  close(outcomes: readonly Outcome[], config: Config): Promise<void>;
  /** Says a result to a person; absent: the log is all there is. */
  readonly say?: (text: string) => void;
}

export interface PresentationOptions {
  readonly jobs: readonly Job[];
  readonly config: Config;
  readonly arguments: RunArguments;
}

export function presentationFor(audience: Audience, options: PresentationOptions): Presentation {
  const terminal = process.stdout.isTTY === true;
  return terminal || audience === 'person' ? textPresentation(options, terminal) : jsonPresentation(options);
}
