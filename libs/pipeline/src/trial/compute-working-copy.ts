import type { Logger } from 'pino';
import { checkFresh, ChecksFailedError, type FailedCheck } from '../context/checks';
import { isDataFailure, mistakeOf, ruleBroken, TableRefusedError } from '../context/table-failure';
import type { MetricDefinition } from '../definitions/metric-definition';
import { syncMetricTable } from '../publish/metric-table';
import { computeSlices, type Computation } from '../run/compute-slices';
import { checkReads } from '../staleness/reads-check';
import { sliceTable } from '../staleness/slices';

/** What was computed. */
export interface Computed {
  /** Local days, both inclusive; absent: every slice. */
  readonly days?: { readonly from: string; readonly to: string };
  readonly slices: number;
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
 * Computes the definition's slices into the temporary table `fresh`, and leaves which they were in the stale table.
 * @throws DefinitionError (78) with file and line; TableRefusedError (65) on what the query throws on data
 */
export async function computeWorkingCopy(work: WorkingCopy): Promise<Computed> {
  const { warehouse, definition, days } = work;
  try {
    // A table that is not there has no rows to be marked; the transaction takes it back.
    if (!work.exists) await syncMetricTable(warehouse, definition, work.log);
    const { slices, failed } = await computeChecked(work);
    await checkReads(work, definition);
    const checks = failed ?? (await checkFresh({ warehouse }, definition));
    return { ...(days ? { days } : {}), slices, checks };
  } catch (error) {
    throw tellFailure(definition, days, error);
  }
}

/** Rows that a check refuses are compared all the same. */
async function computeChecked(
  work: WorkingCopy,
): Promise<{ slices: number; failed?: readonly FailedCheck[] }> {
  try {
    return { slices: await computeSlices(work) };
  } catch (error) {
    if (!(error instanceof ChecksFailedError)) throw error;
    const { kind } = work.definition.slice;
    const { slices } = await work.warehouse.one<{ slices: string }>(
      `select count(*)::text as slices from ${sliceTable[kind]}`,
    );
    return { slices: Number(slices), failed: error.failures };
  }
}

function tellFailure(definition: MetricDefinition, days: Computed['days'], error: unknown): unknown {
  const mistake = mistakeOf(definition, error);
  if (mistake) return mistake;
  if (!isDataFailure(error)) return error;
  const { rule, sqlstate } = ruleBroken(definition, error);
  const where = days ? `days ${days.from} to ${days.to}` : 'all slices';
  return new TableRefusedError(definition.table, rule, sqlstate, where, { cause: error });
}
