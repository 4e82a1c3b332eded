import type { Job } from '../definitions/job';
import type { SourceContext } from './load-context';
import type { PublishContext } from './publish-context';
import type { RunCoordinator } from './run-coordinator';

/** A whole run, from its opened row in the ledger on: it reads the source and publishes. */
export interface RunContext extends SourceContext, PublishContext {
  readonly job: Job;
  /** For jobs that run at the same time. */
  readonly coordinator: RunCoordinator;
}
