import { ChecksFailedError, recordCheck } from './checks';
import type { RunContext } from './context';
import { commentCoreTables } from './core-comments';
import { checkKey } from './ledger';
import { loadChanges, loadDays } from './load-entity';
import { recordLoad } from './load-unit';
import { rememberAgain, ripen } from './future-rows';
import { syncMetricTable } from './metric-table';
import { preflight } from './preflight';
import { publish } from './publish';
import { checkStopped } from './stop';
import { presentEntities } from './absent-entities';
import { noLoad } from './summary';
import { sweep } from './sweep';
import { tempTable } from './temp-table';

/** What a run does between opening and closing its row in the ledger. */
export async function work(context: RunContext): Promise<void> {
  const { warehouse, job, days } = context;
  await prepare(context);
  for (const entity of context.entities) {
    await warehouse.unit(async () => {
      await rememberAgain(context, entity);
      if ((await ripen(context, entity)) > 0) await recordLoad(context, entity, 'due', noLoad());
    });
    if (days) await loadDays(context, entity, days);
    else await loadChanges(context, entity);
    await refreshStatistics(context, entity.name);
  }
  if (!days) for (const entity of context.entities) await sweep(context, entity);
  for (const entity of job.entities) context.together.done(`core.${entity.name}`);
  await transform(context);
  const { open } = await warehouse.one<{ open: string }>(
    'select count(*)::text as open from etl.quarantine where entity = any ($1)',
    [job.entities.map((entity) => entity.name)],
  );
  context.summary.quarantineOpen = Number(open);
}

/** The run's now for every query, and the certainty that source, core and key are what the models say. */
export async function prepare(context: RunContext): Promise<void> {
  const { warehouse, job } = context;
  await tempTable(
    warehouse,
    'this_run',
    '(now timestamptz not null, zone text not null, today date not null)',
  );
  await warehouse.query(
    'insert into this_run select $1::timestamptz, $2::text, etl.local_day($1::timestamptz, $2::text)',
    [context.now, context.zone],
  );
  // Unanalysed, it would be taken for a thousand rows.
  await warehouse.query('analyze this_run');
  await commentCoreTables(warehouse, job);
  await context.step('preflight');
  context.entities = await presentEntities(context);
  await preflight(context);
  await checkKey(context);
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
  for (const definition of context.definitions.filter(({ domain }) => domain === context.job.metrics)) {
    checkStopped(context);
    if (Object.keys(definition.reads).some((relation) => blocked.has(relation))) {
      blocked.add(definition.table);
      context.log.error({ table: definition.table }, 'not recomputed: a table it reads was refused');
      continue;
    }
    await context.step(`wait for what ${definition.table} reads`);
    await context.together.ready(Object.keys(definition.reads));
    checkStopped(context);
    try {
      await publish(context, definition);
      context.together.done(definition.table);
    } catch (error) {
      if (!(error instanceof ChecksFailedError)) throw error;
      refused.push(error);
      blocked.add(definition.table);
      await context.warehouse.unit(async () => {
        for (const failure of error.failures) await recordCheck(context, failure);
      });
      context.log.error({ failures: error.failures }, error.message);
    }
  }
  if (refused.length > 0) throw new ChecksFailedError(refused.flatMap((error) => error.failures));
}

/** A table of a job that has never run is empty, not missing, to those that read it. */
async function makeTablesRead({ warehouse, definitions, job }: RunContext): Promise<void> {
  const read = new Set(
    definitions.filter(({ domain }) => domain === job.metrics).flatMap(({ reads }) => Object.keys(reads)),
  );
  for (const definition of definitions) {
    if (definition.domain === job.metrics || !read.has(definition.table)) continue;
    await warehouse.unit(async () => {
      const { missing } = await warehouse.one<{ missing: boolean }>(
        'select to_regclass($1) is null as missing',
        [definition.table],
      );
      if (missing) await syncMetricTable(warehouse, definition);
    });
  }
}
