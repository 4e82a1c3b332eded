/** What a process of this project ends with; the one place that names them (sysexits.h where it fits). */
export const ExitCode = {
  /** Done, or nothing to do. */
  ok: 0,
  /** A bug or anything unforeseen: the only case in which a stack trace is logged. */
  unforeseen: 1,
  /** Bad arguments or dates. */
  usage: 64,
  /** The source contract or an error-level check refused the data. */
  dataRefused: 65,
  /** A database could not be reached after retries. */
  databaseUnavailable: 69,
  /** Another run of the job holds the warehouse lock, or another job has to run first: try again later. */
  lockHeld: 75,
  /** A database denied access: wrong password or missing privilege. */
  accessDenied: 77,
  /** A setting is missing or wrong. */
  configuration: 78,
  /** Stopped by SIGTERM (or SIGINT) after a clean checkpoint. */
  stopped: 143,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
