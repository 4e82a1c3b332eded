import { flag, oneOf, parseCommandLine, text, type CommandSyntax, type Values } from '@acme/command-line';
import { UsageError } from '@acme/errors';
import { readDays, type Days } from './days';
import { logLevels, type LogLevel } from './settings';

/** What a run was asked for on the command line. */
export interface RunArguments {
  /** Local days, both inclusive; absent: everything due. */
  readonly days?: Days;
  /** Where the days come from if not from the command line. */
  readonly daysFrom?: 'settings' | 'job name';
  readonly fullRefresh: boolean;
  readonly dryRun: boolean;
  /** Afterwards compute the other schema's tables without publishing them, and record how both compare. */
  readonly shadow: boolean;
  readonly logLevel?: LogLevel;
}

/** One local day or a range of them, on any command that takes days. */
export const dayOptions = {
  date: text('D', 'the local day D (yyyy-mm-dd) only'),
  from: text('D', 'a range of local days, with --to'),
  to: text('D', 'its last day, included'),
};

const level = oneOf('L', logLevels, 'how much is logged');

/** The options of every program and command that runs jobs. */
export const runOptions = {
  ...dayOptions,
  'full-refresh': flag('read everything again and recompute every table'),
  'dry-run': flag('plan and read, show what would change, write nothing'),
  shadow: flag(
    'afterwards compare the v1 tables with the v2 tables, computing whichever side is not published without publishing it, and record the result per day',
  ),
  'log-level': { ...level, read: (given: string, name: string) => level.read(given.toLowerCase(), name) },
};

export const exitCodes = `Exit codes: 0 done or nothing to do, 64 bad arguments, 65 data refused, 69 database unavailable,
75 already running, 77 access denied, 78 bad configuration, 143 stopped, 1 unforeseen.`;

/** The command line of a program that runs one job. */
export const runSyntax = (program: string): RunSyntax => ({
  name: program,
  summary: 'loads what changed and recomputes the metric tables it reaches',
  details: `Without an option it does everything due: all changes since the last run, every stale day. With days it reads
the rows of these days again and recomputes exactly them.

Settings come from the environment and .env: docs/settings.md lists them.

${exitCodes}`,
  options: runOptions,
});

export type RunSyntax = CommandSyntax<RunSyntax>;

/** The days that a command was asked for. @throws UsageError on an impossible date, or on what does not go together */
export const readDayOptions = ({ date, from, to }: Values<typeof dayOptions>): Days | undefined =>
  readDays(
    {
      ...(date === undefined ? {} : { date }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
    { date: '--date', from: '--from', to: '--to' },
  );

/** @throws UsageError on an impossible date, or options that exclude each other */
export function readRunArguments(given: Values<typeof runOptions>): RunArguments {
  const days = readDayOptions(given);
  const fullRefresh = given['full-refresh'] === true;
  if (fullRefresh && days)
    throw new UsageError('--full-refresh and a range of days exclude each other', 'name one of them');
  const dryRun = given['dry-run'] === true;
  const shadow = given.shadow === true;
  if (dryRun && shadow)
    throw new UsageError(
      '--shadow records how both schemas compare, --dry-run writes nothing',
      'name one of them',
    );
  const logLevel = given['log-level'];
  return { ...(days ? { days } : {}), fullRefresh, dryRun, shadow, ...(logLevel ? { logLevel } : {}) };
}

/**
 * The arguments of a run as a list of words.
 * @throws UsageError on an unknown or repeated option, an impossible date, options that exclude each other, and --help
 */
export function parseRunArguments(argv: readonly string[]): RunArguments {
  const parsed = parseCommandLine(runSyntax('run'), '', argv);
  if (parsed.kind === 'mistake') throw parsed.error;
  if (parsed.kind === 'text') throw new UsageError('help is no run', 'leave --help and --version out');
  return readRunArguments(parsed.values);
}
