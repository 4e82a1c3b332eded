import { settingRows, type Config } from '@acme/config';
import { OperatorError, StoppedError } from '@acme/errors';
import { createLogger } from '@acme/logging';
import { renderClosing } from './closing-report';
import type { Presentation, PresentationOptions } from './presentation';
import { LiveProgress, PlainProgress } from './progress';
import { renderReport } from './report';
import { say } from './ways-out';

/**
 * For a person: progress and a report on standard output; the log speaks up only when asked to, on standard error where
 * standard output is no terminal.
 */
export function textPresentation(
  { jobs, config, arguments: given }: PresentationOptions,
  terminal: boolean,
): Presentation {
  const level = given.logLevel ?? quietUnlessSet(config);
  const log = createLogger({ level, ...(terminal ? {} : { destination: 'stderr' }) });
  const names = jobs.map(({ name }) => name);
  const progress = terminal ? new LiveProgress(names, process.stdout) : new PlainProgress(say);
  return {
    log,
    say,
    notice: say,
    step: ({ name }, step) => progress.show(name, step),
    finished: ({ name }, { summary }) => progress.show(name, `done in ${summary.seconds.toFixed(1)} s`),
    failed: ({ name }, error) => {
      progress.show(name, error instanceof StoppedError ? 'stopped' : 'failed');
      if (!(error instanceof OperatorError)) log.child({ job: name }).error({ err: error }, 'run failed');
    },
    close: async (outcomes, opened) => {
      progress.clear();
      if (jobs.length > 1) return say(await renderClosing(outcomes, opened));
      for (const outcome of outcomes) if ('result' in outcome) say(renderReport(outcome.result, opened));
    },
  };
}

const quietUnlessSet = (config: Config) =>
  settingRows(config).some(({ name, source }) => name === 'LOG_LEVEL' && source === 'environment')
    ? config.logLevel
    : 'warn';
