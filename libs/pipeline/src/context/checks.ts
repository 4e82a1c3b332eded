import { quoteIdentifier } from '@acme/db';
import { DataRefusedError } from '@acme/errors';
import type { ComputeContext } from './run-base';
import type { Scratch } from '../sql/scratch';
import type { MetricDefinition } from '../definitions/metric-definition';

export interface FailedCheck {
  readonly table: string;
  readonly check: string;
  readonly level: 'error' | 'warn';
  readonly violations: number;
}

/** Error-level checks refused a table's new rows; the published ones stay as they were (exit 65). */
export class ChecksFailedError extends DataRefusedError {
  constructor(readonly failures: readonly FailedCheck[]) {
    super(
      failures
        .map(({ table, check, violations }) => `${table}: check ${check} failed for ${violations} rows`)
        .join('; '),
      'the published rows stay as they were; look at the facts behind the rows, then run again',
    );
  }
}

/**
 * Checks the rows that were computed: those of the definition, and that the grain is present and unique. Gives the checks of
 * level `warn` that found something.
 * @throws ChecksFailedError with all checks that found something, where one is of level `error`
 */
export async function checkFresh(
  { warehouse }: Pick<ComputeContext, 'warehouse'>,
  definition: MetricDefinition,
  fresh: Scratch<'fresh'>,
): Promise<readonly FailedCheck[]> {
  const grain = definition.grain.map(quoteIdentifier);
  const failed: FailedCheck[] = [];
  const count = async (sql: string) => Number((await warehouse.one<{ violations: string }>(sql)).violations);
  const judge = async (check: string, level: 'error' | 'warn', sql: string) => {
    const violations = await count(sql);
    if (violations > 0) failed.push({ table: definition.table, check, level, violations });
  };
  await judge(
    'grain_present',
    'error',
    `select count(*) as violations from ${fresh.name} where ${grain.map((name) => `${name} is null`).join(' or ')}`,
  );
  await judge(
    'grain_unique',
    'error',
    `select count(*) as violations from (select from ${fresh.name} group by ${grain.join(', ')} having count(*) > 1) as repeated`,
  );
  for (const check of definition.checks ?? []) {
    await judge(
      check.name,
      check.level,
      `select count(*) as violations from ${fresh.name} where (${check.expect}) is not true`,
    );
  }
  if (failed.some(({ level }) => level === 'error')) throw new ChecksFailedError(failed);
  return failed;
}

export async function recordCheck(context: ComputeContext, failed: FailedCheck): Promise<void> {
  await context.warehouse.query(
    'insert into etl.check_results (run_id, table_name, check_name, level, violations) values ($1, $2, $3, $4, $5)',
    [context.runId, failed.table, failed.check, failed.level, failed.violations],
  );
}
