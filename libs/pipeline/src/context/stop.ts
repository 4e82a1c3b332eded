import { StoppedError } from '@acme/errors';

/** Between two transactions: ends the run if it was asked to stop. @throws StoppedError */
export function checkStopped(context: { readonly signal: AbortSignal }): void {
  if (context.signal.aborted) throw new StoppedError();
}
