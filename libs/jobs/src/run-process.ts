import { loadConfigFromProcess, parseRunArguments, runHelp, settingRows, type Config } from '@acme/config';
import { ExitCode, exitCodeOf, OperatorError } from '@acme/errors';
import { createLogger } from '@acme/logging';
import { runJob, type Job, type RunResult } from '@acme/pipeline';
import { openDatabases } from './open-databases';
import { renderReport } from './report';

/**
 * A process that runs jobs once, one after the other, and ends with the worst exit code: readable text on
 * a terminal, JSON lines otherwise. One job's failure does not stop the others.
 */
export async function runProcess(
  program: string,
  jobs: readonly Job[],
  argv: readonly string[],
): Promise<void> {
  const terminal = process.stdout.isTTY === true;
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  const complain = (error: unknown) => void process.stderr.write(`${complaint(program, error)}\n`);
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort());
  const exitCodes: number[] = [];
  try {
    const parsed = parseRunArguments([...argv]);
    if (parsed.help) return say(runHelp(program));
    const config = loadConfigFromProcess();
    const level = parsed.logLevel ?? (terminal ? quietUnlessSet(config) : config.logLevel);
    const log = createLogger({ level });
    const tell = (text: string) => (terminal ? say(text) : log.info(text));
    const open = await openDatabases(config, tell);
    try {
      for (const job of jobs) {
        if (stop.signal.aborted) break;
        const child = log.child({ job: job.name });
        try {
          const progress = terminal ? showStep : undefined;
          const result = await runJob(job, {
            config: open.config,
            arguments: parsed,
            log: child,
            signal: stop.signal,
            ...(progress ? { onStep: progress } : {}),
          });
          if (terminal) say(`\r\u001b[K${renderReport(result, open.config)}`);
          else child.info(finished(result), 'run finished');
        } catch (error) {
          if (terminal) process.stdout.write('\r\u001b[K');
          else child.error({ err: error }, 'run failed');
          complain(error);
          exitCodes.push(exitCodeOf(error));
        }
      }
    } finally {
      await open.release();
    }
  } catch (error) {
    if (!(error instanceof OperatorError))
      createLogger({ level: 'error' }).error({ err: error }, 'unforeseen');
    complain(error);
    exitCodes.push(exitCodeOf(error));
  } finally {
    process.exitCode = worst(exitCodes, stop.signal.aborted);
  }
}

/** A terminal shows progress and a report; the log speaks up there only when asked to. */
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

const finished = ({ runId, now, dryRun, summary }: RunResult) => ({ runId, now, dryRun, ...summary });

const showStep = (step: string) => void process.stdout.write(`\r\u001b[K  ${step}`);

/** One line for the operator. Of anything unforeseen only the class: its message may hold row values. */
export function complaint(program: string, error: unknown): string {
  if (error instanceof OperatorError)
    return `${program}: ${`${error.message}; ${error.instruction}`.replace(/\s*\n\s*/g, ' ')}`;
  const name = error instanceof Error ? error.name : 'Error';
  const code = (error as { code?: unknown } | undefined)?.code;
  return `${program}: unforeseen ${name}${typeof code === 'string' ? ` (${code})` : ''}; the log has the details, please report it`;
}
