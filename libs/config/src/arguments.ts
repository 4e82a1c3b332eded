import { parseArgs } from 'node:util';
import { UsageError } from '@acme/errors';
import { realDate } from './parsers';
import { logLevels, type LogLevel } from './settings';

/** What a run was asked for on the command line. */
export interface RunArguments {
  /** Local days, both inclusive; absent: everything due. */
  readonly days?: { readonly from: string; readonly to: string };
  readonly fullRefresh: boolean;
  readonly dryRun: boolean;
  readonly logLevel?: LogLevel;
  readonly help: boolean;
}

const options = {
  date: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  'full-refresh': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  'log-level': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const seeHelp = 'see --help';

/** @throws UsageError on an unknown option, an impossible date, or options that exclude each other */
export function parseRunArguments(argv: readonly string[]): RunArguments {
  const { values, tokens } = parse(argv);
  for (const token of tokens) {
    if (token.kind === 'positional') throw new UsageError(`unexpected argument ${token.value}`, seeHelp);
    if (token.kind === 'option' && !(token.name in options)) throw new UsageError(`unknown option ${token.rawName}`, didYouMean(token.name));
    const wantsValue = token.kind === 'option' && options[token.name as keyof typeof options].type === 'string';
    if (wantsValue && !token.value) throw new UsageError(`${token.rawName} needs a value`, seeHelp);
    if (token.kind === 'option' && !wantsValue && token.value !== undefined) throw new UsageError(`${token.rawName} takes no value`, seeHelp);
  }
  const text = (name: 'date' | 'from' | 'to' | 'log-level') => values[name] as string | undefined;
  const days = readDays(text('date'), text('from'), text('to'));
  const fullRefresh = values['full-refresh'] === true;
  if (fullRefresh && days) throw new UsageError('--full-refresh and a range of days exclude each other', 'name one of them');
  const logLevel = text('log-level')?.toLowerCase();
  if (logLevel !== undefined && !logLevels.some((level) => level === logLevel)) {
    throw new UsageError(`--log-level does not know ${logLevel}`, `name one of ${logLevels.join(', ')}`);
  }
  return {
    ...(days ? { days } : {}),
    fullRefresh,
    dryRun: values['dry-run'] === true,
    ...(logLevel ? { logLevel: logLevel as LogLevel } : {}),
    help: values.help === true,
  };
}

function parse(argv: readonly string[]) {
  return parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
}

function readDays(date: string | undefined, from: string | undefined, to: string | undefined): { from: string; to: string } | undefined {
  for (const [name, day] of Object.entries({ date, from, to })) {
    if (day !== undefined && !realDate(day)) throw new UsageError(`--${name} ${day} is no day of the calendar`, 'give it as yyyy-mm-dd, such as 2026-11-20');
  }
  if (date !== undefined && (from !== undefined || to !== undefined)) throw new UsageError('--date excludes --from and --to', 'give one day, or a range');
  if (date !== undefined) return { from: date, to: date };
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined) throw new UsageError('--from and --to go together', 'give both, or --date for one day');
  if (from > to) throw new UsageError(`--from ${from} lies after --to ${to}`, 'swap them; both days are included');
  return { from, to };
}

function didYouMean(name: string): string {
  const close = Object.keys(options).find((known) => known.startsWith(name.slice(0, 3)) || known.replace('-', '') === name.replace(/[-_]/g, ''));
  return close ? `did you mean --${close}? --help lists all` : '--help lists all options';
}

/** The help text of a program that runs jobs. */
export function runHelp(program: string): string {
  return `${program}: loads what changed and recomputes the metric tables it reaches

  ${program} [--date D | --from D --to D] [--full-refresh] [--dry-run] [--log-level L]

  (no option)          everything due: all changes since the last run, every stale day
  --date D             exactly the local day D (yyyy-mm-dd): read its rows again, recompute it
  --from D --to D      the same for a range of days, both included
  --full-refresh       read everything again and recompute every table
  --dry-run            plan and read, show what would change, write nothing
  --log-level L        ${logLevels.join(', ')}
  --help               this text

Settings come from the environment and .env: docs/settings.md lists them. Without any database URL a
local PostgreSQL with a sample shop is used.

Exit codes: 0 done or nothing to do, 64 bad arguments, 65 data refused, 69 database unavailable,
75 already running, 77 access denied, 78 bad configuration, 143 stopped, 1 unforeseen.`;
}
