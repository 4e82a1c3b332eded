import { UsageError } from '@acme/errors';
import type { Entity } from '@acme/models';
import { presentEntities, recordUnavailable } from '../source/absent-entities';
import { rowsToReconvert } from '../source/convert';
import type { LoadContext } from '../context/load-context';
import type { RunContext } from '../context/run-context';
import { commentCoreTables } from './core-comments';
import { coreNames, withChildren } from '../definitions/generation';
import { checkKey } from '../staleness/keys';
import { announceDisclosure } from '../context/disclosure';
import { loadChanges, loadDays, loadIds } from '../load/load-entity';
import { recordLoad } from '../load/record-load';
import { rescanFutureRows, releaseFutureRows } from '../load/future-rows';
import { LockWaitError, unlessLocked } from '../context/lock-wait';
import { preflight } from '../source/preflight';
import { incompleteEntities, rereadEntities } from '../load/reread-entities';
import { noLoad } from '../context/summary';
import { sweep } from '../sweep/sweep';
import type { Unreadable } from './publication-queue';
import { transform } from './transform';

/** What a run does between opening and closing its row in the ledger. */
export async function executeRun(opened: RunContext): Promise<void> {
  const { warehouse, job, days } = opened;
  await refuseFuture(opened);
  const context = await prepare(opened);
  const incomplete = await incompleteEntities(context);
  const locked: Unreadable[] = [];
  for (const entity of context.entities) {
    await unlessKeptLocked(context, entity, locked, async () => {
      for (const each of withChildren([entity])) await processFutureRows(context, each);
      await context.coordinator.waitFor(entity.dependsOn ?? []);
      if (days && !incomplete.has(entity.name)) await loadDays(context, entity, days);
      else await loadChanges(context, entity);
      if (!days) await loadIds(context, entity, await rowsToReconvert(context, entity));
    });
    for (const each of withChildren([entity])) await refreshStatistics(context, each.name);
  }
  for (const entity of context.entities) {
    if (days && !incomplete.has(entity.name)) continue;
    await unlessKeptLocked(context, entity, locked, () => sweep(context, entity));
  }
  context.gate.release();
  for (const relation of locked.flatMap(({ relations }) => relations)) context.coordinator.refuse(relation);
  for (const name of coreNames(job)) context.coordinator.release(`core.${name}`);
  await transform(context, locked);
  const { open } = await warehouse.one<{ open: string }>(
    'select count(*)::text as open from etl.quarantine where entity = any ($1)',
    [coreNames(job)],
  );
  context.summary.quarantineOpen = Number(open);
}

/** Facts that another session keeps locked are left as they are: what does not read them is published all the same. */
async function unlessKeptLocked(
  context: RunContext,
  entity: Entity,
  locked: Unreadable[],
  work: () => Promise<void>,
): Promise<void> {
  const relations = withChildren([entity]).map(({ name }) => `core.${name}`);
  if (locked.some((other) => other.relations.includes(relations[0]!))) return;
  const history = entity.history ? [`core.${entity.name}_history`] : [];
  await context.step(`load ${entity.name}`);
  context.gate.claim([...relations, ...history, 'core.tombstones']);
  try {
    await work();
  } catch (error) {
    if (!(error instanceof LockWaitError)) throw error;
    context.log.error({ entity: entity.name }, error.message);
    locked.push({ relations, error });
  }
}

/** Counts rows as changed whose instants have passed. */
async function processFutureRows(context: RunContext, entity: Entity): Promise<void> {
  await context.warehouse.transaction(async () => {
    await rescanFutureRows(context, entity);
    if ((await releaseFutureRows(context, entity)) > 0)
      await recordLoad(context, entity.name, 'due', noLoad());
  });
}

/** The certainty that source, core and key are what the models say. */
export async function prepare(context: RunContext): Promise<RunContext & LoadContext> {
  const { warehouse, job } = context;
  await announceDisclosure(context);
  await unlessLocked(warehouse, context.log, () => commentCoreTables(warehouse, job));
  await context.step('preflight');
  const entities = await presentEntities(context);
  await preflight(context, entities);
  await checkKey(context);
  await recordUnavailable(context, entities);
  return { ...context, entities, madeOf: await rereadEntities(context, entities) };
}

/** Days that have not begun are a slip, and a rerun of them that succeeds would hide it. */
async function refuseFuture({ warehouse, days, now, timeZone: zone }: RunContext): Promise<void> {
  if (!days) return;
  const { today } = await warehouse.one<{ today: string }>(
    'select etl.local_day($1::timestamptz, $2::text)::text as today',
    [now, zone],
  );
  if (days.to > today)
    throw new UsageError(
      `${days.to} lies in the future: today is ${today} in ${zone}`,
      'name days up to today',
    );
}

/** Without statistics the planner would scan a table that has just been filled once per day. */
async function refreshStatistics({ warehouse, summary, log }: RunContext, entity: string): Promise<void> {
  const load = summary.loads[entity];
  if (load && load.inserted + load.updated > 1_000)
    await unlessLocked(warehouse, log, async () => void (await warehouse.query(`analyze core.${entity}`)));
}
