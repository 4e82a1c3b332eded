import { ExitCode, OperatorError } from '@acme/errors';
import type { PublishContext } from '../context/publish-context';
import type { MetricDefinition } from '../definitions/metric-definition';
import { syncMetricTable } from './metric-table';
import { tableColumns } from './table-columns';
import { engineSql } from '../sql/engine-sql';

/**
 * This version gave a table of another job columns that it does not have yet: only its own job gives them to it,
 * together with their values (exit 75: nothing has to be changed, but that job has to run first).
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
      engineSql('publish', 'missing_columns'),
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
      const row = await warehouse.one<{ due: boolean }>(engineSql('publish', 'has_to_be_made'), [
        definition.table,
        Object.keys(tableColumns(definition)),
      ]);
      return row.due;
    };
    if (!(await due())) continue;
    await warehouse.transaction(async () => {
      if (await due()) await syncMetricTable(warehouse, definition, log);
    });
  }
}
