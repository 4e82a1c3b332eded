import type { Config } from '@acme/config';
import { readSql, type Session } from '@acme/db';
import type { Job } from '../definitions/job';
import { listed, note, notOk, ok, type Condition } from './condition';

/** What the conditions of both flags are judged by. */
export interface CheckContext {
  readonly config: Config;
  /** Read-only. */
  readonly warehouse: Session;
  readonly sqlRoot: string;
  readonly jobs: readonly Job[];
  /** The running local day in the configured zone. */
  readonly today: string;
  readonly now: string;
}

interface JobRun {
  job: string;
  status: string | null;
  legacy_etl: boolean | null;
  v1_schema: boolean | null;
  at_work: boolean;
  succeeded_for: string | null;
  fresh: boolean;
}

/** Whether all runs ended well, with the flags as they are, and reach the last complete day. */
export async function runConditions(context: CheckContext): Promise<Condition[]> {
  const { warehouse, sqlRoot, jobs, today, config } = context;
  const runs = await warehouse.rows<JobRun>(readSql(sqlRoot, 'cutover', 'runs.sql'), [
    jobs.map(({ name }) => name),
    today,
    config.timeZone,
  ]);
  return [ended(runs), sameFlags(runs, config), fresh(runs)];
}

function ended(runs: readonly JobRun[]): Condition {
  const name = 'last runs ended well';
  const wrong = runs.filter(({ status, at_work: atWork }) => status !== 'succeeded' || atWork);
  if (wrong.length === 0) return ok(name, `${runs.length} of ${runs.length} succeeded`);
  const stateOf = ({ status, at_work: atWork }: JobRun) =>
    atWork ? 'at work' : status === null ? 'never ran' : status === 'running' ? 'killed' : status;
  return notOk(
    name,
    listed(wrong.map((run) => `${run.job}: ${stateOf(run)}`)),
    wrong.every(({ at_work: atWork }) => atWork)
      ? 'wait until it has ended'
      : 'acme-etl history shows why; then acme-etl run all',
  );
}

function sameFlags(runs: readonly JobRun[], { flags }: Config): Condition {
  const name = 'flags as in the last runs';
  const other = runs.filter(
    (run) => run.status !== null && (run.legacy_etl !== flags.legacyEtl || run.v1_schema !== flags.v1Schema),
  );
  const now = `ENABLE_LEGACY_ETL=${flags.legacyEtl}, ENABLE_V1_SCHEMA=${flags.v1Schema}`;
  return other.length === 0
    ? ok(name, now)
    : notOk(
        name,
        `${now} here; ${listed(other.map(({ job }) => job))} ran last with others`,
        'check with the settings of the jobs, or run the jobs with these',
      );
}

function fresh(runs: readonly JobRun[]): Condition {
  const name = 'runs reach the last complete day';
  const stale = runs.filter((run) => !run.fresh);
  return stale.length === 0
    ? ok(name, listed(runs.map((run) => `${run.job}: ${run.succeeded_for} UTC`)))
    : notOk(
        name,
        listed(
          stale.map((run) =>
            run.succeeded_for ? `${run.job}: ${run.succeeded_for} UTC` : `${run.job}: never succeeded`,
          ),
        ),
        'acme-etl run all --shadow',
      );
}

/** Whether the published tables reach the last complete day. */
export async function tableFreshness(context: CheckContext, tables: readonly string[]): Promise<Condition> {
  const name = 'published tables reach the last complete day';
  const { warehouse, sqlRoot, today, config } = context;
  const stale = await warehouse.rows<{ table: string; computed_for: string | null }>(
    readSql(sqlRoot, 'cutover', 'stale_tables.sql'),
    [tables, today, config.timeZone],
  );
  return stale.length === 0
    ? ok(name, `${tables.length} tables`)
    : notOk(
        name,
        listed(stale.map((row) => `${row.table}: ${row.computed_for ? `${row.computed_for} UTC` : 'never'}`)),
        'acme-etl run all --shadow',
      );
}

/** How many rows are in quarantine. */
export async function quarantineNote({ warehouse }: CheckContext): Promise<Condition[]> {
  const rows = await warehouse.rows<{ entity: string; rows: string }>(
    'select entity, count(*)::text as rows from etl.quarantine group by entity order by entity',
  );
  if (rows.length === 0) return [];
  return [
    note(
      'rows in quarantine',
      rows.map(({ entity, rows: count }) => `${entity}: ${count}`).join(', '),
      'acme-etl query "select entity, reasons, count(*) from etl.quarantine group by 1, 2"',
    ),
  ];
}
