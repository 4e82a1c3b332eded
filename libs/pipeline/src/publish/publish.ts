import { quoteIdentifier } from '@acme/db';
import { checkFresh, recordCheck, type FailedCheck } from '../context/checks';
import type { PublishContext } from '../context/publish-context';
import { claim, isLockError, ledgerTables } from '../context/lock-wait';
import type { MetricDefinition } from '../definitions/metric-definition';
import type { Changes } from '../staleness/all-changes';
import { lockMarks, readByOtherJobs } from '../staleness/lock-marks';
import { markStale } from '../staleness/mark-stale';
import { refuseMixedKeys } from '../staleness/keys';
import { digestBefore, isRecorded, recordAllSlices, recordStaleSlices } from '../staleness/published-slices';
import { computeFresh } from './compute-fresh';
import { hasShrunk, prepareSlices } from './prepare-slices';
import { recordPublication } from './record-publication';
import { writeDifferences, wroteRows, type RowsWritten } from './write-differences';

/**
 * Brings one metric table up to date, in one transaction: recomputes its stale slices, checks the new rows,
 * and writes those that differ. No reader sees rows that an error-level check refuses. Waits a second at most for a
 * lock, and holds nothing that other jobs wait for before it has the table. What the server takes back because of others
 * (a serialisation failure) is done again up to three times; locks and deadlocks are the caller's patience to see to, and
 * a statement that was cancelled is not begun again: its end was wanted.
 * @throws ChecksFailedError; what the server says of the definition's statements comes as it is
 */
export async function publish(context: PublishContext, definition: MetricDefinition): Promise<void> {
  const { warehouse, summary } = context;
  const restoredBefore = summary.restored.length;
  const forget = () => void summary.restored.splice(restoredBefore);
  const task = async () => {
    forget();
    await claim(warehouse, tablesWritten(definition));
    await lockMarks(context, readByOtherJobs(context, definition.table) ? 'exclusive' : 'shared');
    await refuseMixedKeys(context, definition);
    await context.step(`transform ${definition.table}`);
    const prepared = await prepareSlices(context, definition);
    const { range, stale, seenMarks, verdict } = prepared;
    const whole = verdict.rebuild || !(await isRecorded(warehouse, definition));
    let written: RowsWritten = { inserted: 0, updated: 0, deleted: 0 };
    let warnings: readonly FailedCheck[] = [];
    if (stale.rows > 0 || hasShrunk(prepared) || verdict.differs) {
      const fresh = await computeFresh(context, definition);
      warnings = await checkFresh(context, definition, fresh);
      for (const warning of warnings) await recordCheck(context, warning);
      await context.step(`publish ${definition.table}`);
      const before = whole ? undefined : await digestBefore(warehouse, definition, stale);
      const differences = await writeDifferences(context, definition, { fresh, stale, range });
      written = differences.written;
      if (whole) await recordAllSlices(warehouse, definition);
      else if (verdict.differs || wroteRows(written))
        await recordStaleSlices(warehouse, definition, stale, before);
      if (wroteRows(written)) await announceRows(context, definition, differences.changes);
    } else if (whole) {
      // A warehouse of a version that kept nothing of the kind.
      await recordAllSlices(warehouse, definition);
    }
    await context.step(`record ${definition.table}`);
    const rows = await recordPublication(context, definition, { range, stale, seenMarks, written });
    return { warnings, publication: { table: definition.table, slices: stale.rows, ...written, rows } };
  };
  const done = await warehouse.retriedTransaction(task, null, isLockError).catch((error: unknown) => {
    forget();
    throw error;
  });
  for (const warning of done.warnings) context.log.warn(warning, 'check found rows');
  summary.failedChecks.push(...done.warnings);
  summary.publications.push(done.publication);
  if (!context.days) context.computedTables.add(definition.table);
}

/** What a publication writes. */
export const tablesWritten = ({ table }: MetricDefinition): readonly string[] => [table, ...ledgerTables];

/** What follows from rows that were written: new statistics, and marks of the tables that read them. */
async function announceRows(
  context: PublishContext,
  { table }: MetricDefinition,
  changes: Changes,
): Promise<void> {
  await context.warehouse.query(`analyze ${quoteIdentifier(table)}`);
  await markStale(context, table, changes);
}
