import type { OperatorError } from '@acme/errors';
import { ChecksFailedError, recordCheck } from '../context/checks';
import type { RunContext } from '../context/run-context';
import { coreNames } from '../definitions/generation';
import { factsBehind, MixedKeysError } from '../staleness/keys';
import { isLockError, LockWaitError } from '../context/lock-wait';
import type { MetricDefinition } from '../definitions/metric-definition';
import { makeTablesRead, otherJobFirst } from '../publish/other-jobs-tables';
import { publish, tablesWritten } from '../publish/publish';
import { incompleteEntities } from '../load/reread-entities';
import { refusalOf } from '../publish/refusal';
import { checkStopped } from '../context/stop';
import { stopsTableOnly, TableRefusedError, together as asOne } from '../context/table-failure';

/**
 * Publishes the job's tables, each after what it reads. A table that is refused, or that another session keeps locked for too
 * long, stops those that read it and no others. `unreadable`: facts that could not be loaded.
 * @throws ChecksFailedError, TableRefusedError, DefinitionError, LockWaitError, OtherJobFirstError, or TablesFailedError for several of
 *   them, when all that could be published is
 */
export async function transform(context: RunContext, unreadable: readonly Unreadable[] = []): Promise<void> {
  await makeTablesRead(context, ownTables(context));
  const failures: OperatorError[] = unreadable.map(({ error }) => error);
  let mixed = false;
  const refused = new Set(unreadable.flatMap(({ relations }) => relations));
  let remaining: readonly MetricDefinition[] = ownTables(context);
  /** Of the tables that are locked: how long the attempts at them took since the last pause, milliseconds. */
  const locked = new Map<MetricDefinition, number>();
  const drop = (definition: MetricDefinition) => {
    remaining = remaining.filter((other) => other !== definition);
    locked.delete(definition);
  };
  const refuse = (definition: MetricDefinition) => {
    refused.add(definition.table);
    context.coordinator.refuse(definition.table);
    drop(definition);
  };
  while (remaining.length > 0) {
    checkStopped(context);
    for (const definition of remaining) {
      const reads = Object.keys(definition.reads);
      if (!reads.some((relation) => refused.has(relation) || context.coordinator.isRefused(relation)))
        continue;
      refuse(definition);
      context.log.error({ table: definition.table }, 'not recomputed: a table it reads was refused');
    }
    const own = new Set(remaining.map(({ table }) => table));
    const free = remaining.filter(
      (definition) => !locked.has(definition) && !Object.keys(definition.reads).some((read) => own.has(read)),
    );
    const next = free.find(({ reads }) => context.coordinator.isReady(Object.keys(reads)));
    if (next) {
      const since = Date.now();
      if (await heldBack(context, next)) {
        drop(next);
        continue;
      }
      const first = await otherJobFirst(context, next);
      if (first) {
        // Once, however many tables read that one.
        if (!failures.some(({ message }) => message === first.message)) failures.push(first);
        refuse(next);
        context.log.error({ table: next.table }, `${next.table} is not recomputed: ${first.message}`);
        continue;
      }
      try {
        await publish(context, next);
        context.coordinator.release(next.table);
        drop(next);
      } catch (error) {
        if (isLockError(error)) {
          locked.set(next, Date.now() - since);
          continue;
        }
        if (error instanceof MixedKeysError) {
          if (!mixed) failures.push(error);
          mixed = true;
          refused.add(next.table);
          context.coordinator.release(next.table);
          drop(next);
          context.log.warn({ table: next.table }, error.message);
          continue;
        }
        const refusal = await refusalOf(context, next, error);
        if (!stopsTableOnly(refusal)) throw refusal;
        failures.push(refusal);
        refuse(next);
        await recordRefusal(context, next, refusal);
      }
    } else if (locked.size > 0) {
      const failure = await waitForLocks(context, locked);
      if (failure) {
        failures.push(failure);
        for (const definition of [...locked.keys()]) refuse(definition);
      }
      locked.clear();
    } else if (free.length > 0) {
      await context.step(`wait for what ${free[0]!.table} reads`);
      await Promise.race(free.map(({ reads }) => context.coordinator.waitFor(Object.keys(reads))));
    }
  }
  // A dry run sees nothing of what the other jobs would load under the new key.
  const reported = failures.filter(
    (failure) => !(failure instanceof MixedKeysError && context.warehouse.dryRun && context.fullRefresh),
  );
  if (reported.length > 0) throw asOne(reported);
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
  context.coordinator.release(definition.table);
  return true;
}

/** Facts that could not be loaded, and why. */
export interface Unreadable {
  readonly relations: readonly string[];
  readonly error: OperatorError;
}

/** All else is done or waits for these: pauses before the next attempt. Gives the error when patience is at its end. */
async function waitForLocks(
  context: RunContext,
  locked: ReadonlyMap<MetricDefinition, number>,
): Promise<LockWaitError | undefined> {
  const spent = [...locked.values()].reduce((sum, ms) => sum + ms, 0);
  const names = [...locked.keys()].map(({ table }) => table);
  await context.step(`wait for the lock of ${names[0]}`);
  try {
    const relations = [...new Set([...locked.keys()].flatMap(tablesWritten))];
    await context.patience.pause(context.warehouse, names.join(', '), relations, Date.now() - spent);
    return undefined;
  } catch (error) {
    if (error instanceof LockWaitError) return error;
    throw error;
  }
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
