import { writeFileSync } from 'node:fs';
import { exitCodeOf, describeError, type ExitCode, type DescribedError } from '@acme/errors';
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
/** What is shown, most first: whether with counts, and how many characters of what is wrong and of what to do. */
const shapes = [
  { counts: true, characters: 600 },
  { counts: false, characters: 600 },
  { counts: false, characters: 200 },
  { counts: false, characters: 50 },
  { counts: false, characters: 0 },
] as const;
type Shape = (typeof shapes)[number];

/**
 * The end of a process as one line of JSON below 4 KiB, without row values: exit code, days (null: everything
 * due), and per job its run, counts and error. Of one job, all on one level. What does not fit is left out:
 * the counts first, then the ends of texts.
 */
export function terminationMessage(end: ProcessEnd): string {
  for (const shape of shapes) {
    const message = render(end, shape);
    if (Buffer.byteLength(message) < mostBytes) return message;
  }
  return JSON.stringify({ exitCode: end.exitCode, days: end.days ?? null });
}

function render(end: ProcessEnd, shape: Shape): string {
  const { exitCode, days = null, runs, error } = end;
  const described = error === undefined ? {} : { error: shortened(describeError(error), shape) };
  const parts = runs.map((run) => part(run, shape));
  if (parts.length === 1) return JSON.stringify({ exitCode, days, ...parts[0], ...described });
  return JSON.stringify({ exitCode, days, ...(parts.length > 0 ? { jobs: parts } : {}), ...described });
}

function part({ job, runId, now, summary, error }: EndedRun, shape: Shape) {
  const publications = summary?.publications ?? [];
  return {
    job,
    ...(runId ? { run: runId } : {}),
    ...(now ? { now } : {}),
    ...(error === undefined
      ? {}
      : { exitCode: exitCodeOf(error), error: shortened(describeError(error), shape) }),
    ...(summary && shape.counts ? { counts: summary.loads } : {}),
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

function shortened(
  { name, message, instruction, code }: DescribedError,
  { characters }: Shape,
): DescribedError {
  const short = (text: string) => (text.length > characters ? `${text.slice(0, characters)}…` : text);
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
