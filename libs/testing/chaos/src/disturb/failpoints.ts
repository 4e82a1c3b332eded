import type { JobSession } from '../world/watch';

/** A place in a run where it can be disturbed: by the step its session names, or by where it stands between two. */
export interface Failpoint {
  readonly name: string;
  readonly matches: (session: JobSession) => boolean;
}

const atStep = (name: string, step: RegExp): Failpoint => ({
  name,
  matches: ({ application }) => step.test(application),
});

export const failpoints: readonly Failpoint[] = [
  // On a new warehouse only.
  atStep('migrate', /^acme-etl migrations/),
  atStep('preflight', /: preflight/),
  atStep('extract', /: extract /),
  atStep('merge', /: merge /),
  atStep('record a load', /: record (?!core\.|analytics)/),
  atStep('sweep', /: sweep /),
  atStep('wait', /: wait /),
  atStep('transform', /: transform /),
  atStep('publish', /: publish /),
  atStep('record a publication', /: record (core\.|analytics)/),
  {
    name: 'between transactions',
    matches: ({ application, state, inTransaction }) =>
      application.includes(': ') && state === 'idle' && !inTransaction,
  },
  {
    name: 'idle in transaction',
    matches: ({ application, state }) => application.includes(': ') && state === 'idle in transaction',
  },
];
