import { ExitCode, OperatorError } from '@acme/errors';
import type { PublishContext } from '../context/publish-context';
import type { MetricDefinition } from '../definitions/metric-definition';
import { syncMetricTable } from './metric-table';
import { tableColumns } from './table-columns';

/**
 * This version gave a table of another job columns that it does not have yet: only its own job gives them to it,
 * together with their values (exit 75: nobody has to change anything, but that job has to run first).
 */
export class OtherJobFirstError extends OperatorError {
  readonly exitCode = ExitCode.lockHeld;

  constructor(
    readonly relation: string,
    columns: readonly string[],
    job: string,
  ) {
    super(
      `${relation} does not have ${columns.join(', ')} as this version does until ${job} has run`,
      `run ${job} first, then this job again (or acme-etl run all); tables that read it stay as they were`,
    );
  }
}

/**
 * Columns that a definition reads of tables of other jobs, and that those do not have yet, as they are after an
 * upgrade until their jobs have run. Undefined when all are there.
 */
export async function otherJobFirst(
  { warehouse, definitions, job }: PublishContext,
  reader: MetricDefinition,
): Promise<OtherJobFirstError | undefined> {
  for (const [relation, { columns }] of Object.entries(reader.reads)) {
    const read = definitions.find(({ table, domain }) => table === relation && domain !== job.domain);
    if (!read) continue;
    const wanted = Object.entries(tableColumns(read)).filter(
      ([name]) => columns.includes(name) || read.grain.includes(name),
    );
    const lacking = await warehouse.rows<{ name: string; job: string | null }>(
      `select wanted.name, (select job from etl.metric_tables where table_name = $1) as job
       from unnest($2::text[], $3::text[]) as wanted (name, type)
       left join pg_attribute on attrelid = to_regclass($1) and attname = wanted.name and not attisdropped
       where atttypid is null or atttypid <> wanted.type::regtype`,
      [relation, wanted.map(([name]) => name), wanted.map(([, { type }]) => type)],
    );
    if (lacking.length > 0)
      return new OtherJobFirstError(
        relation,
        lacking.map(({ name }) => name),
        lacking[0]!.job ?? `the job of ${read.domain}`,
      );
  }
  return undefined;
}

/**
 * Makes the tables of other jobs that the job's own read and that no job has filled: one that has never run leaves
 * its readers an empty table, not none, nor one of an earlier version.
 */
export async function makeTablesRead(
  { warehouse, definitions, job, log }: PublishContext,
  own: readonly MetricDefinition[],
): Promise<void> {
  const read = new Set(own.flatMap(({ reads }) => Object.keys(reads)));
  for (const definition of definitions) {
    if (definition.domain === job.domain || !read.has(definition.table)) continue;
    const due = async () => {
      const row = await warehouse.one<{ due: boolean }>(
        `select to_regclass($1) is null
           or (not exists (select from etl.metric_tables where table_name = $1)
               and exists (
                 select from unnest($2::text[]) as name
                 where not exists (
                   select from pg_attribute where attrelid = to_regclass($1) and attname = name and not attisdropped
                 )
               )) as due`,
        [definition.table, Object.keys(tableColumns(definition))],
      );
      return row.due;
    };
    if (!(await due())) continue;
    await warehouse.transaction(async () => {
      if (await due()) await syncMetricTable(warehouse, definition, log);
    });
  }
}
