import { ledgerTables } from '../context/lock-wait';
import type { Session } from '@acme/db';
import type { Job } from '../definitions/job';
import { withChildren } from '../definitions/generation';
import type { MetricDefinition } from '../definitions/metric-definition';
import { coreDifferences } from '../source/core-differences';
import { differingSlices, isRecorded } from '../staleness/published-slices';
import { withRun } from '../run/run-job';
import type { RunOptions, RunResult } from '../run/run-options';
import { shapeDifferences } from '../publish/table-shape';
import { transform } from '../run/transform';
import { inWords } from '../publish/verify';
import { engineSql } from '../sql/engine-sql';

/** Something in the warehouse that is not as it should be. */
export interface Finding {
  readonly area: 'schema' | 'grants' | 'tables' | 'ledger';
  /** What it is about: a table, a job. */
  readonly object: string;
  readonly what: string;
  /** What to do by hand; absent: `doctor --repair` repairs it, and mostly the next run as well. */
  readonly byHand?: string;
}

/**
 * Compares the warehouse with what it should be: the tables of core with the models, metric tables with their
 * definitions and with what was published of them, grants, and the ledger with itself. Only reads.
 */
export async function examine(
  warehouse: Session,
  jobs: readonly Job[],
  definitions: readonly MetricDefinition[],
): Promise<Finding[]> {
  return [
    ...(await examineCore(warehouse, jobs)),
    ...(await examineTables(warehouse, definitions)),
    ...(await examineGrants(warehouse)),
    ...(await examineLedger(warehouse, jobs)),
  ];
}

async function examineCore(warehouse: Session, jobs: readonly Job[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  const entities = jobs.flatMap((job) => withChildren([...job.entities, ...(job.legacyEntities ?? [])]));
  const byName = new Map(entities.map((entity) => [entity.name, entity]));
  const add = (object: string, what: string, byHand: string) =>
    findings.push({ area: 'schema', object, what, byHand });
  for (const entity of byName.values())
    for (const difference of await coreDifferences(warehouse, entity))
      add(
        `core.${entity.name}`,
        difference,
        'restore it from a backup, or make it by hand and load again: --full-refresh',
      );
  const tables = [...ledgerTables, ...[...byName.keys()].map((name) => `core.${name}`), 'core.tombstones'];
  const rows = await warehouse.rows<{ name: string; missing: boolean; key: boolean }>(
    engineSql('doctor', 'missing_tables'),
    [tables],
  );
  for (const { name, missing, key } of rows)
    if (missing) add(name, 'the table is missing', 'restore it from a backup');
    else if (!key && name !== 'etl.check_results')
      add(name, 'the primary key is missing', 'make it again as in sql/warehouse');
  return findings;
}

async function examineTables(
  warehouse: Session,
  definitions: readonly MetricDefinition[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const known = await warehouse.rows<{ name: string; definition: string }>(
    'select table_name as name, definition from etl.metric_tables where computed_now is not null',
  );
  for (const definition of definitions) {
    const state = known.find(({ name }) => name === definition.table);
    // Not computed yet, or to be made anew by the next run in any case.
    if (state?.definition !== definition.fingerprint) continue;
    const shape = await shapeDifferences(warehouse, definition);
    for (const { what, mended } of shape)
      findings.push({
        area: 'schema',
        object: definition.table,
        what,
        ...(mended ? {} : { byHand: 'drop it, or move it to a table of its own' }),
      });
    if (shape.some(({ rows }) => rows) || !(await isRecorded(warehouse, definition))) continue;
    const slices = await differingSlices(warehouse, definition);
    if (slices.length > 0)
      findings.push({ area: 'tables', object: definition.table, what: inWords(definition, slices) });
  }
  return findings;
}

/** Only the owner writes what the ETL keeps, and not every role may read facts and ledger. */
async function examineGrants(warehouse: Session): Promise<Finding[]> {
  const rows = await warehouse.rows<{ name: string; role: string; privileges: string }>(
    engineSql('doctor', 'grants_to_others'),
  );
  return rows.map(({ name, role, privileges }) => ({
    area: 'grants' as const,
    object: name,
    what: `${role} may ${privileges}`,
    byHand: `revoke ${privileges} on ${name} from ${role}`,
  }));
}

async function examineLedger(warehouse: Session, jobs: readonly Job[]): Promise<Finding[]> {
  const rows = await warehouse.rows<{ object: string; what: string }>(
    engineSql('doctor', 'ledger_findings'),
    [jobs.map(({ name }) => name)],
  );
  const findings: Finding[] = rows.map((row) => ({ area: 'ledger', ...row }));
  for (const name of new Set(jobs.flatMap((job) => job.entities.map((entity) => entity.name)))) {
    const { lost } = await warehouse.one<{ lost: boolean }>(engineSql('doctor', 'has_lost_watermark'), [
      name,
    ]);
    if (lost)
      findings.push({
        area: 'ledger',
        object: name,
        what: 'its watermark is missing: it will be read from the beginning',
        byHand: 'run its job',
      });
  }
  return findings;
}

/**
 * Makes good what `examine` finds of a job's tables and of the ledger: nothing is loaded, every slice of every table
 * is held against what was published, and what differs is computed again from the facts as they are.
 */
export function repairJob(job: Job, options: RunOptions): Promise<RunResult> {
  return withRun(job, options, async (context) => {
    const { warehouse, runId } = context;
    await warehouse.transaction(async () => {
      await warehouse.query(
        'update etl.stale_slices set run_id = $1 where not exists (select from etl.runs where runs.run_id = stale_slices.run_id)',
        [runId],
      );
      await warehouse.query(
        'delete from etl.published_slices where not exists (select from etl.metric_tables where metric_tables.table_name = published_slices.table_name)',
      );
    });
    await transform({ ...context, verify: 'everything' });
  });
}
