import { UsageError } from '@acme/errors';
import type { Entity } from '@acme/models';
import { presentEntities, recordUntold } from './absent-entities';
import { ChecksFailedError, recordCheck } from './checks';
import { convertedOtherwise } from './convert';
import type { RunContext } from './context';
import { commentCoreTables } from './core-comments';
import { rowsWithIds } from './extract-sql';
import { coreNames, withParts } from './generation';
import { checkKey, factsBehind, MixedKeysError } from './keys';
import { announceDisclosure } from './disclosure';
import { loadChanges, loadDays } from './load-entity';
import { loadUnit, recordLoad } from './load-unit';
import { rememberAgain, ripen } from './future-rows';
import type { MetricDefinition } from './metric-definition';
import { syncMetricTable } from './metric-table';
import { preflight } from './preflight';
import { publish } from './publish';
import { incompleteEntities, readAgain } from './read-again';
import { checkStopped } from './stop';
import { noLoad } from './summary';
import { sweep } from './sweep';
import { tempTable } from './temp-table';

/** What a run does between opening and closing its row in the ledger. */
export async function work(context: RunContext): Promise<void> {
  const { warehouse, job, days } = context;
  await refuseFuture(context);
  await prepare(context);
  const incomplete = await incompleteEntities(context);
  for (const entity of context.entities) {
    for (const each of withParts([entity])) await becomeDue(context, each);
    await context.together.ready(entity.needs ?? []);
    if (days && !incomplete.has(entity.name)) await loadDays(context, entity, days);
    else await loadChanges(context, entity);
    if (!days) await loadConvertedOtherwise(context, entity);
    for (const each of withParts([entity])) await refreshStatistics(context, each.name);
  }
  for (const entity of context.entities) {
    if (!days || incomplete.has(entity.name)) await sweep(context, entity);
  }
  for (const name of coreNames(job)) context.together.done(`core.${name}`);
  await transform(context);
  const { open } = await warehouse.one<{ open: string }>(
    'select count(*)::text as open from etl.quarantine where entity = any ($1)',
    [coreNames(job)],
  );
  context.summary.quarantineOpen = Number(open);
}

/** Counts rows as changed whose instants have passed. */
async function becomeDue(context: RunContext, entity: Entity): Promise<void> {
  await context.warehouse.unit(async () => {
    await rememberAgain(context, entity);
    if ((await ripen(context, entity)) > 0) await recordLoad(context, entity, 'due', noLoad());
  });
}

const keysPerUnit = 20_000;

/** Reads rows again that the conversion would make other rows of, as they are in the source now. */
async function loadConvertedOtherwise(context: RunContext, entity: Entity): Promise<void> {
  const ids = await convertedOtherwise(context, entity);
  for (let start = 0; start < ids.length; start += keysPerUnit)
    await loadUnit(context, entity, 'repair', rowsWithIds(ids.slice(start, start + keysPerUnit)));
}

/** The run's now for every query, and the certainty that source, core and key are what the models say. */
export async function prepare(context: RunContext): Promise<void> {
  const { warehouse, job } = context;
  await makeThisRun(context);
  await announceDisclosure(context);
  await commentCoreTables(warehouse, job);
  await context.step('preflight');
  context.entities = await presentEntities(context);
  await preflight(context);
  await checkKey(context);
  await recordUntold(context);
  await readAgain(context);
}

/** Days that nobody has seen are a slip, and a rerun of them that succeeds would hide it. */
async function refuseFuture({ warehouse, days, now, zone }: RunContext): Promise<void> {
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

/** `this_run`: the run's now, the zone of days, and the day that is running. */
export async function makeThisRun({ warehouse, now, zone }: RunContext): Promise<void> {
  await tempTable(
    warehouse,
    'this_run',
    '(now timestamptz not null, zone text not null, today date not null)',
  );
  await warehouse.query(
    'insert into this_run select $1::timestamptz, $2::text, etl.local_day($1::timestamptz, $2::text)',
    [now, zone],
  );
  // Unanalysed, it would be taken for a thousand rows.
  await warehouse.query('analyze this_run');
}

/** Without statistics the planner would scan a table that has just been filled once per day. */
async function refreshStatistics({ warehouse, summary }: RunContext, entity: string): Promise<void> {
  const load = summary.loads[entity];
  if (load && load.inserted + load.updated > 1_000) await warehouse.query(`analyze core.${entity}`);
}

/** Publishes the job's tables in dependency order. A refused table does not stop those that do not read it. */
async function transform(context: RunContext): Promise<void> {
  await makeTablesRead(context);
  const refused: ChecksFailedError[] = [];
  const blocked = new Set<string>();
  let mixed: MixedKeysError | undefined;
  for (const definition of ownTables(context)) {
    checkStopped(context);
    if (Object.keys(definition.reads).some((relation) => blocked.has(relation))) {
      blocked.add(definition.table);
      context.log.error({ table: definition.table }, 'not recomputed: a table it reads was refused');
      continue;
    }
    await context.step(`wait for what ${definition.table} reads`);
    await context.together.ready(Object.keys(definition.reads));
    checkStopped(context);
    if (await heldBack(context, definition)) continue;
    try {
      await publish(context, definition);
      context.together.done(definition.table);
    } catch (error) {
      if (error instanceof MixedKeysError) {
        mixed ??= error;
        blocked.add(definition.table);
        context.together.done(definition.table);
        context.log.warn({ table: definition.table }, error.message);
        continue;
      }
      if (!(error instanceof ChecksFailedError)) throw error;
      refused.push(error);
      blocked.add(definition.table);
      await context.warehouse.unit(async () => {
        for (const failure of error.failures) await recordCheck(context, failure);
      });
      context.log.error({ failures: error.failures }, error.message);
    }
  }
  // A dry run sees nothing of what the other jobs would load under the new key.
  if (mixed && !(context.warehouse.dryRun && context.fullRefresh)) throw mixed;
  if (refused.length > 0) throw new ChecksFailedError(refused.flatMap((error) => error.failures));
}

/**
 * Leaves a table as it is while another job's facts behind it are being read again: half of them would say one thing,
 * half another. The first run after that job's next one makes good.
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
  context.together.done(definition.table);
  return true;
}

/** The tables of the job that the flags publish. */
const ownTables = ({ definitions, active, job }: RunContext) =>
  definitions.filter(({ domain, table }) => domain === job.metrics && active.has(table));

/** A table of a job that has never run is empty, not missing, to those that read it. */
async function makeTablesRead(context: RunContext): Promise<void> {
  const { warehouse, definitions, job } = context;
  const read = new Set(ownTables(context).flatMap(({ reads }) => Object.keys(reads)));
  for (const definition of definitions) {
    if (definition.domain === job.metrics || !read.has(definition.table)) continue;
    await warehouse.unit(async () => {
      const { missing } = await warehouse.one<{ missing: boolean }>(
        'select to_regclass($1) is null as missing',
        [definition.table],
      );
      if (missing) await syncMetricTable(warehouse, definition, context.log);
    });
  }
}
