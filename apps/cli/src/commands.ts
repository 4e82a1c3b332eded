import { loadConfigFromProcess } from '@acme/config';
import { ExitCode, exitCodeOf, OperatorError, shownArgument, UsageError } from '@acme/errors';
import { allJobs } from '@acme/jobs';
import { complaint, openDatabases, runProcess, say, sayAside, type OpenDatabases } from '@acme/runner';
import { createLogger } from '@acme/logging';
import { cutover } from './commands/cutover';
import { doctor } from './commands/doctor';
import { history } from './commands/history';
import { advance, keepLocal } from './commands/local';
import { migrateWarehouse } from './commands/migrate';
import { parity } from './commands/parity';
import { query } from './commands/query';
import { reconcile } from './commands/reconcile';
import { roles } from './commands/roles';
import { status } from './commands/status';

const usage = `acme-etl: run and look at the analytics ETL

  acme-etl run all|JOB [--date D | --from D --to D] [--full-refresh] [--dry-run] [--shadow] [--log-level L]
  acme-etl status             settings, flags, watermarks, freshness and stale slices per table
  acme-etl history [N]        the last N runs (default 20)
  acme-etl query [--rows N] "select …"  run one statement that reads on the warehouse, and print its rows
  acme-etl parity [--date D | --from D --to D] [--json]  compare the v1 tables with the v2 tables
  acme-etl migrate            bring the warehouse's schema up to date (every run does so too)
  acme-etl cutover check [--flag schema|etl] [--days N] [--json]  whether a flag can be flipped now, and how
  acme-etl cutover scrub [--dry-run] [--batch-rows N]  replace raw personal values in v1 tables by tokens
  acme-etl roles [PLACE] [--writer NAME] [--analyst NAME] [--operator NAME] [--source-reader NAME]
                              print the SQL of least-privilege roles; PLACE: warehouse, users, orders, …
  acme-etl reconcile [--repair]  compare orders with payments, and sources with the warehouse
  acme-etl doctor [--repair]  compare schema, grants, tables and ledger with what they should be (65: findings)
  acme-etl local              keep the local databases up and print how to connect, until Ctrl-C
  acme-etl advance [DAYS]     let days pass in the sample shop: new rows, late changes, deletions

Jobs: ${allJobs.map((job) => job.name).join(', ')}. Without database URLs the commands work on the local default.
Exit codes: 0 done, 64 bad arguments, 65 data refused, 69 database unavailable, 75 job already running,
77 access denied, 78 bad configuration, 143 stopped, 1 unforeseen.`;

/** Runs the command that `argv` names and sets the process's exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const [command, ...rest] = argv;
  if (command === 'run') return run(rest);
  if (!endsInItsOwnWay(command, rest[0]))
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.on(signal, () => process.exit(ExitCode.stopped));
  try {
    if (command === undefined || command === 'help' || command === '--help' || command === '-h')
      return say(usage);
    if (command === 'roles') return roles(rest, say);
    const commands: Record<string, (open: OpenDatabases) => Promise<void>> = {
      status: (open) => status(open.config, say),
      history: (open) => history(open.config, rest, say),
      query: (open) => query(open.config, rest, say),
      parity: (open) => parity(open, rest, say),
      migrate: (open) => migrateWarehouse(open.config, say),
      cutover: (open) => cutover(open, rest, say),
      reconcile: (open) => reconcile(open, rest, say),
      doctor: (open) => doctor(open, rest, say),
      local: (open) => keepLocal(open.config, say),
      advance: (open) => advance(open, rest, say),
    };
    const alone = ['status', 'migrate', 'local'];
    if (alone.includes(command) && rest.length > 0)
      throw new UsageError(`${command} takes no argument`, `acme-etl ${command}`);
    const chosen = Object.hasOwn(commands, command) ? commands[command] : undefined;
    if (!chosen)
      throw new UsageError(`unknown command ${shownArgument(command)}`, 'acme-etl help lists the commands');
    const open = await openDatabases(loadConfigFromProcess(), sayAside);
    try {
      await chosen(open);
    } finally {
      await open.release();
    }
  } catch (error) {
    if (!(error instanceof OperatorError))
      createLogger({ level: 'error', destination: 'stderr' }).error({ err: error }, 'unforeseen');
    sayAside(complaint('acme-etl', error));
    process.exitCode = exitCodeOf(error);
  }
}

/** The others end at once: as a container's first process they would not even die of the signal otherwise. */
const endsInItsOwnWay = (command: string | undefined, of: string | undefined) =>
  command === 'local' ||
  command === 'reconcile' ||
  command === 'doctor' ||
  (command === 'cutover' && of === 'scrub');

async function run([name, ...options]: string[]): Promise<void> {
  const jobs = name === 'all' ? allJobs : allJobs.filter((job) => job.name === name);
  if (jobs.length > 0) return runProcess(`acme-etl run ${name}`, jobs, options, 'person');
  const wrong = name === undefined ? 'no job is named' : `there is no job ${shownArgument(name)}`;
  const error = new UsageError(wrong, `name one of: all, ${allJobs.map((job) => job.name).join(', ')}`);
  sayAside(complaint('acme-etl', error));
  process.exitCode = exitCodeOf(error);
}
