import type { Logger } from 'pino';
import type { Config, RunArguments } from '@acme/config';
import type { RunCoordinator } from '../context/run-coordinator';
import type { RunSummary } from '../context/summary';
import type { Job } from '../definitions/job';

export interface RunOptions {
  readonly config: Config;
  readonly arguments: RunArguments;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Folder of the SQL files; absent: the project's own. */
  readonly sqlRoot?: string;
  /** Called with what the run is at, for progress on a terminal. */
  readonly onStep?: (step: string) => void;
  /** Called when the run has its row in the ledger; the summary fills while the run goes on. */
  readonly onOpen?: (opened: { runId: string; now: string; summary: RunSummary }) => void;
  /** Jobs of the same process, this one included; absent: it runs alone. */
  readonly companions?: readonly Job[];
  /** For jobs that run at the same time; absent: nothing is waited for. */
  readonly coordinator?: RunCoordinator;
}

export interface RunResult {
  readonly job: string;
  readonly runId: string;
  readonly now: string;
  readonly dryRun: boolean;
  readonly summary: RunSummary;
}
