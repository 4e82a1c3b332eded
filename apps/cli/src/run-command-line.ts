import { parseCommandLine } from '@acme/command-line';
import { loadConfigFromProcess, programVersion } from '@acme/config';
import { ExitCode, exitCodeOf, OperatorError } from '@acme/errors';
import { createLogger } from '@acme/logging';
import { formatError, goOnUnread, openDatabases, say, sayAside, type OpenDatabases } from '@acme/runner';
import type { Command } from './command';
import { refuseRun, run } from './commands/run';
import { program } from './program';

/** Runs the command that `argv` names and sets the process's exit code. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  const parsed = parseCommandLine(program, programVersion, argv);
  const { endsItself } = parsed.kind === 'command' ? parsed.command : {};
  goOnUnread(endsItself ? undefined : () => process.exit(ExitCode.ok));
  if (parsed.kind === 'text') return say(parsed.text);
  if (parsed.kind === 'mistake')
    return parsed.command === run ? refuseRun(parsed.error) : complain(parsed.error);
  // As a container's first process it would not even die of the signal otherwise.
  if (!endsItself)
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => process.exit(ExitCode.stopped));
  await act(parsed.command, parsed.values);
}

async function act({ action }: Command, values: unknown): Promise<void> {
  let opened: OpenDatabases | undefined;
  const open = async () => (opened = await openDatabases(loadConfigFromProcess(), sayAside));
  try {
    await action!(values as never, { say, open, program });
  } catch (error) {
    complain(error);
  } finally {
    await opened?.release();
  }
}

function complain(error: unknown): void {
  if (!(error instanceof OperatorError))
    createLogger({ level: 'error', destination: 'stderr' }).error({ err: error }, 'unforeseen');
  sayAside(formatError(program.name, error));
  process.exitCode = exitCodeOf(error);
}
