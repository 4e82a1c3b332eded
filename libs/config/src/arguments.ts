import { parseArgs } from 'node:util';
import { shownArgument, UsageError } from '@acme/errors';
import { readDays, type Days } from './days';
import { editDistance } from './edit-distance';
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
  readonly help: boolean;
}

const options = {
  date: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  'full-refresh': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  shadow: { type: 'boolean' },
  'log-level': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type OptionName = keyof typeof options;

const seeHelp = 'see --help';

/** @throws UsageError on an unknown or repeated option, an impossible date, or options that exclude each other */
export function parseRunArguments(argv: readonly string[]): RunArguments {
  const given = readOptions(argv);
  // Someone who asks for help is told, whatever else is on the line.
  if (given.has('help')) return { fullRefresh: false, dryRun: false, shadow: false, help: true };
  const named = (option: 'date' | 'from' | 'to') =>
    given.has(option) ? { [option]: given.get(option)! } : {};
  const days = readDays(
    { ...named('date'), ...named('from'), ...named('to') },
    { date: '--date', from: '--from', to: '--to' },
  );
  const fullRefresh = given.has('full-refresh');
  if (fullRefresh && days) {
    throw new UsageError('--full-refresh and a range of days exclude each other', 'name one of them');
  }
  const dryRun = given.has('dry-run');
  const shadow = given.has('shadow');
  if (dryRun && shadow) {
    throw new UsageError(
      '--shadow records how both schemas compare, --dry-run writes nothing',
      'name one of them',
    );
  }
  const logLevel = readLogLevel(given.get('log-level'));
  return {
    ...(days ? { days } : {}),
    fullRefresh,
    dryRun,
    shadow,
    ...(logLevel ? { logLevel } : {}),
    help: false,
  };
}

/** Goes by the tokens, since the messages of a strict parseArgs do not say what to do. */
function readOptions(argv: readonly string[]): Map<OptionName, string> {
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<OptionName, string>();
  for (const token of tokens) {
    if (token.kind === 'positional')
      throw new UsageError(`unexpected argument ${shownArgument(token.value)}`, seeHelp);
    if (token.kind === 'option-terminator') continue;
    const { name, rawName, value } = token;
    if (!isOption(name)) throw new UsageError(`unknown option ${shownArgument(rawName)}`, didYouMean(name));
    if (given.has(name)) throw new UsageError(`${rawName} is given twice`, 'give it once');
    if (options[name].type === 'string') {
      if (!value || value.startsWith('-')) throw new UsageError(`${rawName} needs a value`, seeHelp);
    } else if (value !== undefined) throw new UsageError(`${rawName} takes no value`, seeHelp);
    given.set(name, value ?? '');
  }
  return given;
}

/** hasOwn: `in` would take --toString for an option. */
const isOption = (name: string): name is OptionName => Object.hasOwn(options, name);

function readLogLevel(text: string | undefined): LogLevel | undefined {
  if (text === undefined) return undefined;
  const level = logLevels.find((known) => known === text.toLowerCase());
  if (!level)
    throw new UsageError(
      `--log-level does not know ${shownArgument(text)}`,
      `name one of ${logLevels.join(', ')}`,
    );
  return level;
}

function didYouMean(name: string): string {
  const [nearest] = Object.keys(options)
    .map((known) => ({ known, distance: editDistance(name, known) }))
    .sort((a, b) => a.distance - b.distance);
  // Further away than half the word it is a guess that misleads.
  return nearest && nearest.distance <= name.length / 2
    ? `did you mean --${nearest.known}? --help lists all`
    : '--help lists all options';
}

/** The help text of a program that runs jobs. */
export function runHelp(program: string): string {
  return `${program}: loads what changed and recomputes the metric tables it reaches

  ${program} [--date D | --from D --to D] [--full-refresh] [--dry-run] [--shadow] [--log-level L]

  (no option)          everything due: all changes since the last run, every stale day
  --date D             exactly the local day D (yyyy-mm-dd): read its rows again, recompute it
  --from D --to D      the same for a range of days, both included
  --full-refresh       read everything again and recompute every table
  --dry-run            plan and read, show what would change, write nothing
  --shadow             afterwards compare the v1 tables with the v2 tables, computing whichever side is
                       not published without publishing it, and record the result per day
  --log-level L        ${logLevels.join(', ')}
  --help               this text

Settings come from the environment and .env: docs/settings.md lists them. Without any database URL a
local PostgreSQL with a sample shop is used.

Exit codes: 0 done or nothing to do, 64 bad arguments, 65 data refused, 69 database unavailable,
75 already running, 77 access denied, 78 bad configuration, 143 stopped, 1 unforeseen.`;
}
