import { loadConfigFromProcess, settingRows, terminationLogFile, withDays } from '@acme/config';
import type { Config, RunArguments } from '@acme/config';
import { findSqlRoot } from '@acme/db';
import { ExitCode, exitCodeOf, OperatorError, StoppedError } from '@acme/errors';
import { createLogger } from '@acme/logging';
import { keyringFileWarning } from '@acme/pii';
import { loadMetricDefinitions, runJob, type Job, type Together } from '@acme/pipeline';
import { renderClosing } from './closing-report';
import { complaint, worst } from './complaint';
import { openDatabases } from './open-databases';
import { LiveProgress, PlainProgress, type Progress } from './progress';
import { pushMetrics } from './push-metrics';
import { renderReport } from './report';
import { runOneByOne, runTogether } from './run-together';
import { shadow } from './shadow';
import { stopOnSignals, type StopSignals } from './stop-signals';
import { say, sayAside } from './ways-out';
import { writeTerminationMessage, type EndedRun, type ProcessEnd } from './termination-message';

/** `container`: JSON lines unless standard output is a terminal. `person`: text on any standard output. */
export type Audience = 'container' | 'person';

/**
 * A process that runs jobs once and ends with the worst exit code. Several jobs run at the same time as far
 * as they do not wait for each other, and one job's failure does not stop the others. What is wrong with the arguments
 * is thrown by `given`, and told like all else.
 */
export async function runProcess(
  program: string,
  jobs: readonly Job[],
  given: () => RunArguments,
  audience: Audience = 'container',
): Promise<void> {
  const exitCodes: ExitCode[] = [];
  const complain = (name: string, error: unknown) => {
    sayAside(complaint(name, error));
    exitCodes.push(exitCodeOf(error));
  };
  let days: ProcessEnd['days'];
  const ended = new Map<string, EndedRun>(jobs.map(({ name }) => [name, { job: name }]));
  let failure: unknown;
  const tell = (exitCode: ExitCode, error: unknown) => {
    const file = terminationLogFile();
    const end = {
      exitCode,
      ...(days ? { days } : {}),
      runs: [...ended.values()],
      ...(error === undefined ? {} : { error }),
    };
    return file ? writeTerminationMessage(file, end) : undefined;
  };
  const stop = stopOnSignals(() => {
    const error = new StoppedError();
    sayAside(complaint(program, error));
    tell(ExitCode.stopped, error);
  });
  try {
    const asked = given();
    const config = loadConfigFromProcess();
    const parsed = withDays(asked, config);
    days = parsed.days;
    await runAll({ program, jobs, config, arguments: parsed, audience, stop, ended, complain });
  } catch (error) {
    failure = error;
    if (!(error instanceof OperatorError))
      createLogger({ level: 'error' }).error({ err: error }, 'unforeseen');
    complain(program, error);
  } finally {
    const exitCode = worst(exitCodes, stop.signal.aborted);
    process.exitCode = exitCode;
    const trouble = tell(exitCode, failure);
    if (trouble)
      createLogger({ level: 'warn' }).warn({ err: trouble }, 'the termination message could not be written');
  }
}

interface ProcessRun {
  readonly program: string;
  readonly jobs: readonly Job[];
  readonly config: Config;
  readonly arguments: RunArguments;
  readonly audience: Audience;
  readonly stop: StopSignals;
  /** How each job ends, by name; filled on the way. */
  readonly ended: Map<string, EndedRun>;
  readonly complain: (name: string, error: unknown) => void;
}

/** Runs the jobs and tells what they came to. */
async function runAll(run: ProcessRun): Promise<void> {
  const { program, jobs, config, arguments: parsed, stop, ended, complain } = run;
  const terminal = process.stdout.isTTY === true;
  const text = terminal || run.audience === 'person';
  const level = parsed.logLevel ?? (text ? quietUnlessSet(config) : config.logLevel);
  const log = createLogger({ level, ...(text && !terminal ? { destination: 'stderr' } : {}) });
  log.info({ program, jobs: jobs.map(({ name }) => name), days: parsed.days }, 'started');
  if (parsed.daysFrom)
    log.info({ days: parsed.days }, `the days of this run come from the ${parsed.daysFrom}`);
  const open = await openDatabases(config, (line) => (text ? say(line) : log.info(line)));
  const warning = keyringFileWarning(open.config.keyring.file);
  if (warning) log.warn(warning);
  try {
    const progress = text ? progressFor(jobs, terminal, say) : undefined;
    // Jobs that run together are of one now, so that what they make of each other's tables agrees.
    const runConfig = jobs.length > 1 ? { runNow: new Date(), ...open.config } : open.config;
    const runOne = async (job: Job, together?: Together) => {
      const child = log.child({ job: job.name });
      try {
        const result = await runJob(job, {
          config: runConfig,
          arguments: parsed,
          log: child,
          signal: stop.signal,
          companions: jobs,
          ...(together ? { coordinator: together } : {}),
          ...(progress ? { onStep: (step: string) => progress.show(job.name, step) } : {}),
          onOpen: (opened) => void ended.set(job.name, { job: job.name, ...opened }),
        });
        progress?.show(job.name, `done in ${result.summary.seconds.toFixed(1)} s`);
        const { runId, now, dryRun, summary } = result;
        if (!progress) child.info({ runId, now, dryRun, ...summary }, 'run finished');
        return result;
      } catch (error) {
        ended.set(job.name, { ...ended.get(job.name)!, error });
        progress?.show(job.name, error instanceof StoppedError ? 'stopped' : 'failed');
        if (!progress || !(error instanceof OperatorError)) child.error({ err: error }, 'run failed');
        throw error;
      }
    };
    const outcomes = parsed.dryRun
      ? await runOneByOne(jobs, runOne)
      : await runTogether(jobs, loadMetricDefinitions(findSqlRoot()), runOne);
    progress?.clear();
    if (text && jobs.length > 1) say(await renderClosing(outcomes, open.config));
    for (const outcome of outcomes) {
      if ('error' in outcome)
        complain(jobs.length > 1 ? `${program}: ${outcome.job.name}` : program, outcome.error);
      else if (text && jobs.length === 1) say(renderReport(outcome.result, open.config));
    }
    const runs = [...ended.values()];
    if (!parsed.dryRun) await pushMetrics(runConfig, runs, log);
    if (parsed.shadow && runs.every(({ error }) => error === undefined))
      await shadow(jobs, runConfig, log, stop.signal, text ? say : undefined);
  } finally {
    await open.release();
  }
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
