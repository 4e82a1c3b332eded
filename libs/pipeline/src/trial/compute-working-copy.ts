import type { Logger } from 'pino';
import { checkFresh, ChecksFailedError, type FailedCheck } from '../context/checks';
import { isDataFailure, mistakeOf, ruleBroken, TableRefusedError } from '../context/table-failure';
import type { MetricDefinition } from '../definitions/metric-definition';
import { syncMetricTable } from '../publish/metric-table';
import type { Computed as ComputedTable } from '../publish/write-differences';
import { computeUnchecked, type Computation } from '../run/compute-slices';
import { checkReads } from '../staleness/reads-check';

/** What was computed: rows, and of which slices. */
export interface Computed extends Pick<ComputedTable, 'stale' | 'fresh'> {
  /** Local days, both inclusive; absent: every slice. */
  readonly days?: { readonly from: string; readonly to: string };
  /** Checks that found rows; one of level `error` would keep a run from publishing the table. */
  readonly checks: readonly FailedCheck[];
}

interface WorkingCopy extends Computation {
  readonly definitions: readonly MetricDefinition[];
  /** The table is published already. */
  readonly exists: boolean;
  readonly log: Logger;
}

/**
 * Computes the definition's slices, and checks what it reads and what it makes. Rows that a check refuses are no failure.
 * @throws DefinitionError (78) with file and line; TableRefusedError (65) on what the query throws on data
 */
export async function computeWorkingCopy(work: WorkingCopy): Promise<Computed> {
  const { warehouse, definition, days } = work;
  try {
    // A table that is not there has no rows to be marked; the transaction takes it back.
    if (!work.exists) await syncMetricTable(warehouse, definition, work.log);
    const { stale, fresh } = await computeUnchecked(work);
    const checks = await checkFresh(work, definition, fresh).catch((error: unknown) => {
      if (error instanceof ChecksFailedError) return error.failures;
      throw error;
    });
    await checkReads(work, definition);
    return { ...(days ? { days } : {}), stale, fresh, checks };
  } catch (error) {
    throw describeFailure(definition, days, error);
  }
}

function describeFailure(definition: MetricDefinition, days: Computed['days'], error: unknown): unknown {
  const mistake = mistakeOf(definition, error);
  if (mistake) return mistake;
  if (!isDataFailure(error)) return error;
  const { rule, sqlstate } = ruleBroken(definition, error);
  const where = days ? `days ${days.from} to ${days.to}` : 'all slices';
  return new TableRefusedError(definition.table, rule, sqlstate, where, { cause: error });
}
