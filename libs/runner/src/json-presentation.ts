import { createLogger } from '@acme/logging';
import type { Presentation, PresentationOptions } from './presentation';

/** For a container: everything is a JSON line of the log. */
export function jsonPresentation({ config, arguments: given }: PresentationOptions): Presentation {
  const log = createLogger({ level: given.logLevel ?? config.logLevel });
  return {
    log,
    notice: (line) => log.info(line),
    step: () => undefined,
    finished: ({ name }, { runId, now, dryRun, summary }) =>
      log.child({ job: name }).info({ runId, now, dryRun, ...summary }, 'run finished'),
    failed: ({ name }, error) => log.child({ job: name }).error({ err: error }, 'run failed'),
    close: async () => undefined,
  };
}
