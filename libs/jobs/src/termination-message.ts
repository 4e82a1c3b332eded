import { writeFileSync } from 'node:fs';
import { exitCodeOf, tellError, type ExitCode, type ToldError } from '@acme/errors';
import type { RunSummary } from '@acme/pipeline';

/** One job's part in a process. */
export interface EndedRun {
  readonly job: string;
  /** Its key in etl.runs; absent: it never got so far. */
  readonly runId?: string;
  /** Its logical now, an ISO instant. */
  readonly now?: string;
  readonly summary?: RunSummary;
  readonly error?: unknown;
}

/** How a process ended. */
export interface ProcessEnd {
  readonly exitCode: ExitCode;
  /** Local days, both inclusive; absent: everything due. */
  readonly days?: { readonly from: string; readonly to: string };
  readonly runs: readonly EndedRun[];
  /** What ended the process before, or beside, its runs. */
  readonly error?: unknown;
}

/** Kubernetes cuts off what is longer. */
const mostBytes = 4_096;
const mostCharacters = 600;

/**
 * The end of a process as one line of JSON below 4 KiB, without row values: exit code, days (null: everything
 * due), and per job its run, counts and error. Of one job, all on one level.
 */
export function terminationMessage(end: ProcessEnd): string {
  const { exitCode, days = null, runs, error } = end;
  const told = error === undefined ? {} : { error: shortened(tellError(error)) };
  const one = runs.length === 1 ? runs[0] : undefined;
  const render = (withCounts: boolean) =>
    JSON.stringify(
      one
        ? { exitCode, days, ...part(one, withCounts), ...told }
        : {
            exitCode,
            days,
            ...(runs.length > 0 ? { jobs: runs.map((run) => part(run, withCounts)) } : {}),
            ...told,
          },
    );
  const full = render(true);
  return Buffer.byteLength(full) < mostBytes ? full : render(false).slice(0, mostBytes / 4);
}

function part({ job, runId, now, summary, error }: EndedRun, withCounts: boolean) {
  const publications = summary?.publications ?? [];
  return {
    job,
    ...(runId ? { run: runId } : {}),
    ...(now ? { now } : {}),
    ...(error === undefined ? {} : { exitCode: exitCodeOf(error), error: shortened(tellError(error)) }),
    ...(summary && withCounts ? { counts: summary.loads } : {}),
    ...(summary
      ? {
          tables: publications.filter(({ slices }) => slices > 0).length,
          rowsWritten: publications.reduce(
            (sum, table) => sum + table.inserted + table.updated + table.deleted,
            0,
          ),
          quarantineOpen: summary.quarantineOpen,
          seconds: summary.seconds,
        }
      : {}),
  };
}

function shortened({ name, message, instruction, code }: ToldError): ToldError {
  const short = (text: string) => (text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text);
  return {
    name,
    ...(message ? { message: short(message) } : {}),
    ...(instruction ? { instruction: short(instruction) } : {}),
    ...(code ? { code } : {}),
  };
}

/** Writes the message where Kubernetes looks for it. Gives what went wrong, which is no reason to fail a run. */
export function writeTerminationMessage(file: string, end: ProcessEnd): Error | undefined {
  try {
    writeFileSync(file, terminationMessage(end));
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
