import { setMaxListeners } from 'node:events';
import { ExitCode } from '@acme/errors';

/** A stop takes so long at most, whatever the process is at; the sessions are let go after two seconds. */
const deadlineMs = 4_500;
/** A shell and a wrapper may both pass on one Ctrl-C. */
const sameMs = 100;

export interface StopSignals {
  /** Aborted by the first SIGTERM or SIGINT. */
  readonly signal: AbortSignal;
  /** Listens no longer. */
  release(): void;
}

/**
 * Turns signals into a stop: the first one asks for it, and the process ends at the latest at the deadline; a second one ends
 * it at once. `last` is what has to be done (and said) before such an end; it must not wait.
 */
export function stopOnSignals(last: () => void = () => undefined): StopSignals {
  const stop = new AbortController();
  // Every connection of every job listens; Node would warn of a leak from eleven on.
  setMaxListeners(0, stop.signal);
  let askedAt = 0;
  const end = () => {
    last();
    process.exit(ExitCode.stopped);
  };
  const listener = () => {
    if (stop.signal.aborted) {
      if (Date.now() - askedAt > sameMs) end();
      return;
    }
    askedAt = Date.now();
    setTimeout(end, deadlineMs).unref();
    stop.abort();
  };
  const signals = ['SIGTERM', 'SIGINT'] as const;
  for (const signal of signals) process.on(signal, listener);
  return {
    signal: stop.signal,
    release: () => {
      for (const signal of signals) process.removeListener(signal, listener);
    },
  };
}
