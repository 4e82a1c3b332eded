import { StoppedError } from '@acme/errors';
import type { RunContext } from './context';

/** Between two units of work: ends the run if it was asked to stop. @throws StoppedError */
export function checkStopped(context: Pick<RunContext, 'signal'>): void {
  if (context.signal.aborted) throw new StoppedError();
}
