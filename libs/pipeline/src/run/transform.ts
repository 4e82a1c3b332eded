import type { OperatorError } from '@acme/errors';
import { ChecksFailedError, recordCheck } from '../context/checks';
import type { RunContext } from '../context/run-context';
import { coreNames } from '../definitions/generation';
import { factsBehind, MixedKeysError } from '../staleness/keys';
import { isLockError } from '../context/lock-wait';
import type { MetricDefinition } from '../definitions/metric-definition';
import { makeTablesRead, otherJobFirst } from '../publish/other-jobs-tables';
import { publish } from '../publish/publish';
import { incompleteEntities } from '../load/reread-entities';
import { refusalOf } from '../publish/refusal';
import { checkStopped } from '../context/stop';
import { PublicationQueue, type Unreadable } from './publication-queue';
import { stopsTableOnly, TableRefusedError, together as asOne } from '../context/table-failure';

/**
 * Publishes the job's tables, each after what it reads. A table that is refused, or that another session keeps locked for too
 * long, stops those that read it and no others. `unreadable`: facts that could not be loaded.
 * @throws ChecksFailedError, TableRefusedError, DefinitionError, LockWaitError, OtherJobFirstError, or TablesFailedError for several of
 *   them, when all that could be published is
 */
export async function transform(context: RunContext, unreadable: readonly Unreadable[] = []): Promise<void> {
  const own = ownTables(context);
  await makeTablesRead(context, own);
  const queue = new PublicationQueue(context, own, unreadable);
  while (!queue.isEmpty) {
    checkStopped(context);
    queue.refuseReaders();
    const next = queue.next();
    if (next) await publishNext(context, queue, next);
    else await queue.pause();
  }
  // A dry run sees nothing of what the other jobs would load under the new key.
  const reported = queue.failures.filter(
    (failure) => !(failure instanceof MixedKeysError && context.warehouse.dryRun && context.fullRefresh),
  );
  if (reported.length > 0) throw asOne(reported);
}

async function publishNext(
  context: RunContext,
  queue: PublicationQueue,
  next: MetricDefinition,
): Promise<void> {
  const since = Date.now();
  if (await heldBack(context, next)) return queue.settle(next);
  const first = await otherJobFirst(context, next);
  if (first) {
    queue.fail(first);
    queue.refuse(next);
    return context.log.error({ table: next.table }, `${next.table} is not recomputed: ${first.message}`);
  }
  try {
    await publish(context, next);
    queue.settle(next);
  } catch (error) {
    if (isLockError(error)) return queue.postpone(next, Date.now() - since);
    if (error instanceof MixedKeysError) {
      if (!queue.failures.some((failure) => failure instanceof MixedKeysError)) queue.fail(error);
      queue.leave(next);
      return context.log.warn({ table: next.table }, error.message);
    }
    const refusal = await refusalOf(context, next, error);
    if (!stopsTableOnly(refusal)) throw refusal;
    queue.fail(refusal);
    queue.refuse(next);
    await recordRefusal(context, next, refusal);
  }
}

/**
 * Leaves a table as it is while another job's facts behind it are being read again: half of them would say one thing,
 * half another. The first run after that job's next one computes it.
 */
async function heldBack(context: RunContext, definition: MetricDefinition): Promise<boolean> {
  const own = new Set(coreNames(context.job));
  const incomplete = await incompleteEntities(context);
  const waitsFor = [...factsBehind(context.definitions).get(definition.table)!].filter(
    (entity) => incomplete.has(entity) && !own.has(entity),
  );
  if (waitsFor.length === 0) return false;
  context.summary.heldBack.push({ table: definition.table, waitsFor });
  context.log.warn(
    { table: definition.table, waitsFor },
    `${definition.table} is left as it is until ${waitsFor.join(', ')} is read to its end; run its job`,
  );
  return true;
}

async function recordRefusal(
  context: RunContext,
  { table }: MetricDefinition,
  refusal: OperatorError,
): Promise<void> {
  const failures =
    refusal instanceof ChecksFailedError
      ? refusal.failures
      : refusal instanceof TableRefusedError
        ? [{ table, check: `thrown_${refusal.sqlstate}`, level: 'error' as const, violations: 1 }]
        : [];
  context.summary.failedChecks.push(...failures);
  await context.warehouse.transaction(async () => {
    for (const failure of failures) await recordCheck(context, failure);
  });
  context.log.error({ table, failures }, refusal.message);
}

/** The tables of the job that the flags publish. */
const ownTables = ({ definitions, active, job }: RunContext) =>
  definitions.filter(({ domain, table }) => domain === job.domain && active.has(table));
