import { loadConfigFromProcess, parseRunArguments, runHelp, settingRows, type Config } from '@acme/config';
import { findSqlRoot } from '@acme/db';
import { ExitCode, exitCodeOf, OperatorError } from '@acme/errors';
import { createLogger } from '@acme/logging';
import type { Logger } from 'pino';
import { loadMetricDefinitions, runJob, type Job, type Together } from '@acme/pipeline';
import { renderClosing } from './closing-report';
import { openDatabases } from './open-databases';
import { LiveProgress, PlainProgress, type Progress } from './progress';
import { renderReport } from './report';
import { runParity } from './run-parity';
import { runOneByOne, runTogether } from './run-together';

/** `container`: JSON lines unless standard output is a terminal. `person`: text on any standard output. */
export type Audience = 'container' | 'person';

/**
 * A process that runs jobs once and ends with the worst exit code. Several jobs run at the same time as far
 * as they do not wait for each other, and one job's failure does not stop the others.
 */
export async function runProcess(
  program: string,
  jobs: readonly Job[],
  argv: readonly string[],
  audience: Audience = 'container',
): Promise<void> {
  const terminal = process.stdout.isTTY === true;
  const text = terminal || audience === 'person';
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort());
  const exitCodes: number[] = [];
  const complain = (name: string, error: unknown) => {
    process.stderr.write(`${complaint(name, error)}\n`);
    exitCodes.push(exitCodeOf(error));
  };
  try {
    const parsed = parseRunArguments([...argv]);
    if (parsed.help) return say(runHelp(program));
    const config = loadConfigFromProcess();
    const level = parsed.logLevel ?? (text ? quietUnlessSet(config) : config.logLevel);
    const log = createLogger({ level, ...(text && !terminal ? { destination: 'stderr' } : {}) });
    const open = await openDatabases(config, (line) => (text ? say(line) : log.info(line)));
    try {
      const progress = text ? progressFor(jobs, terminal, say) : undefined;
      // Jobs that run together are of one now, so that what they make of each other's tables agrees.
      const runConfig = jobs.length > 1 ? { runNow: new Date(), ...open.config } : open.config;
      const run = async (job: Job, together?: Together) => {
        const child = log.child({ job: job.name });
        try {
          const result = await runJob(job, {
            config: runConfig,
            arguments: parsed,
            log: child,
            signal: stop.signal,
            ...(together ? { together } : {}),
            ...(progress ? { onStep: (step: string) => progress.show(job.name, step) } : {}),
          });
          progress?.show(job.name, `done in ${result.summary.seconds.toFixed(1)} s`);
          const { runId, now, dryRun, summary } = result;
          if (!progress) child.info({ runId, now, dryRun, ...summary }, 'run finished');
          return result;
        } catch (error) {
          progress?.show(job.name, 'failed');
          if (!progress || !(error instanceof OperatorError)) child.error({ err: error }, 'run failed');
          throw error;
        }
      };
      const outcomes = parsed.dryRun
        ? await runOneByOne(jobs, run)
        : await runTogether(jobs, loadMetricDefinitions(findSqlRoot()), run);
      progress?.clear();
      if (parsed.shadow && !outcomes.some((outcome) => 'error' in outcome))
        await shadow(jobs, runConfig, log, stop.signal, text ? say : undefined);
      if (text && jobs.length > 1) say(await renderClosing(outcomes, open.config));
      for (const outcome of outcomes) {
        if ('error' in outcome)
          complain(jobs.length > 1 ? `${program}: ${outcome.job.name}` : program, outcome.error);
        else if (text && jobs.length === 1) say(renderReport(outcome.result, open.config));
      }
    } finally {
      await open.release();
    }
  } catch (error) {
    if (!(error instanceof OperatorError))
      createLogger({ level: 'error' }).error({ err: error }, 'unforeseen');
    complain(program, error);
  } finally {
    process.exitCode = worst(exitCodes, stop.signal.aborted);
  }
}

/** Seconds that the comparison waits for jobs that run at the same time as processes of their own. */
const shadowPatience = 1_800;

/** The comparison after a run. What it finds is recorded and told; it is no failure of the run. */
async function shadow(
  jobs: readonly Job[],
  config: Config,
  log: Logger,
  signal: AbortSignal,
  say: ((text: string) => void) | undefined,
): Promise<void> {
  say?.('comparing v1 with v2');
  const { tables } = await runParity(config, jobs, { record: true, patienceSeconds: shadowPatience, signal });
  for (const { table, compared, equal, declared, unexplained } of tables) {
    const counts = { table, compared, equal, declared, unexplained };
    if (unexplained > 0) log.warn(counts, 'v1 and v2 differ for no declared reason');
    else log.info(counts, 'v1 and v2 agree');
  }
  const wrong = tables.filter(({ unexplained }) => unexplained > 0).map(({ table }) => table);
  say?.(
    wrong.length > 0
      ? `v1 and v2 differ for no declared reason in ${wrong.join(', ')}: acme-etl parity shows where`
      : 'v1 and v2 agree, apart from the declared differences',
  );
}

const progressFor = (jobs: readonly Job[], terminal: boolean, say: (text: string) => void): Progress =>
  terminal
    ? new LiveProgress(
        jobs.map((job) => job.name),
        process.stdout,
      )
    : new PlainProgress(say);

/** A person sees progress and a report; the log speaks up there only when asked to. */
const quietUnlessSet = (config: Config) =>
  settingRows(config).some(({ name, source }) => name === 'LOG_LEVEL' && source === 'environment')
    ? config.logLevel
    : 'warn';

/** The code that asks most of the operator; a stop on request is told as such. */
function worst(codes: readonly number[], stopped: boolean): number {
  if (stopped) return ExitCode.stopped;
  const order = [
    ExitCode.unforeseen,
    ExitCode.configuration,
    ExitCode.accessDenied,
    ExitCode.dataRefused,
    ExitCode.usage,
    ExitCode.databaseUnavailable,
    ExitCode.lockHeld,
  ];
  return order.find((code) => codes.includes(code)) ?? ExitCode.ok;
}

/** One line for the operator. Of anything unforeseen only the class: its message may hold row values. */
export function complaint(program: string, error: unknown): string {
  if (error instanceof OperatorError)
    return `${program}: ${`${error.message}; ${error.instruction}`.replace(/\s*\n\s*/g, ' ')}`;
  const name = error instanceof Error ? error.name : 'Error';
  const code = (error as { code?: unknown } | undefined)?.code;
  return `${program}: unforeseen ${name}${typeof code === 'string' ? ` (${code})` : ''}; the log has the details, please report it`;
}
