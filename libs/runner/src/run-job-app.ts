import { parseCommandLine } from '@acme/command-line';
import { programVersion, readRunArguments, runSyntax } from '@acme/config';
import type { Job } from '@acme/pipeline';
import { runProcess } from './run-process';
import { goOnUnread, say } from './ways-out';

/** The process of an app that runs one job, as its command line asks. */
export async function runJobApp(job: Job, argv: readonly string[]): Promise<void> {
  goOnUnread();
  const parsed = parseCommandLine(runSyntax(job.name), programVersion, argv);
  if (parsed.kind === 'text') return say(parsed.text);
  return runProcess(job.name, [job], () => {
    if (parsed.kind === 'mistake') throw parsed.error;
    return readRunArguments(parsed.values);
  });
}
