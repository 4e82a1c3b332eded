import type { Client } from 'pg';
import { classifyDatabaseError, copyThrough, quoteIdentifier, Session, sqlstateOf } from '@acme/db';
import { DataRefusedError } from '@acme/errors';
import type { Entity } from '@acme/models';
import { copyPlanOf, createCopyTokeniser } from '@acme/pii';
import type { RunContext } from './context';
import { extractionQuery, selectRows, type CursorPosition, type Extraction } from './extract-sql';
import { merge, withdraw } from './merge';
import { coreColumns } from './core-table';
import { createStaging, quarantine, staging } from './staging';
import { addLoad, type LoadCounts } from './summary';

export type LoadMode = 'changes' | 'days' | 'repair';

/** Below this many bad rows a unit is never refused: three bad rows of ten say little about a source. */
const toleratedBadRows = 10;

export interface LoadedUnit extends LoadCounts {
  /** The last row in the order of reading; absent when nothing was read. */
  readonly last?: CursorPosition;
}

/**
 * One unit of loading: reads rows, tokenises them on the way, and merges them, in one warehouse
 * transaction together with the marks they leave, whatever `commitWith` adds, and the ledger's row.
 * @throws DataRefusedError when too many rows break the model, or rows got lost on the way.
 */
export async function loadUnit(
  context: RunContext,
  entity: Entity,
  mode: LoadMode,
  extraction: Extraction,
  commitWith: (unit: LoadedUnit) => Promise<void> = async () => undefined,
): Promise<LoadedUnit> {
  const { warehouse } = context;
  // Changes come in cursor order; rows asked for by day or key come by id.
  const byId = mode !== 'changes';
  const unit = await warehouse.unit(async () => {
    await context.step(`extract ${entity.name}`);
    await createStaging(context, entity);
    const extracted = await copyRows(context, entity, extraction, byId);
    const last = extracted > 0 ? await lastPosition(warehouse, entity, byId) : undefined;
    await context.step(`merge ${entity.name}`);
    await warehouse.query(`analyze ${staging}`);
    const quarantined = extracted > 0 ? await quarantine(context, entity) : 0;
    if (quarantined > toleratedBadRows && quarantined > context.limits.quarantineShare * extracted) {
      throw new DataRefusedError(
        `${quarantined} of ${extracted} rows of ${entity.name} break the model, more than QUARANTINE_LIMIT allows; none was loaded`,
        'look at the source, or raise QUARANTINE_LIMIT if this is expected',
      );
    }
    const deleted = quarantined > 0 ? await withdraw(context, entity) : 0;
    const merged = extracted > 0 ? await merge(context, entity) : { inserted: 0, updated: 0, unchanged: 0 };
    const counts: LoadCounts = { extracted, quarantined, deleted, ...merged };
    if (extracted !== counts.inserted + counts.updated + counts.unchanged + quarantined) {
      throw new DataRefusedError(
        `rows of ${entity.name} got lost: ${JSON.stringify(counts)}`,
        'nothing was committed; run again, and report this as a bug if it stays',
      );
    }
    const loaded = { ...counts, ...(last ? { last } : {}) };
    await context.step(`record ${entity.name}`);
    await commitWith(loaded);
    if (extracted > 0) await recordLoad(context, entity, mode, counts, last);
    return loaded;
  });
  addLoad(context.summary, entity.name, {
    extracted: unit.extracted,
    inserted: unit.inserted,
    updated: unit.updated,
    unchanged: unit.unchanged,
    quarantined: unit.quarantined,
    deleted: unit.deleted,
  });
  return unit;
}

async function copyRows(
  context: RunContext,
  entity: Entity,
  extraction: Extraction,
  byId: boolean,
): Promise<number> {
  const { source, warehouse, keyring, signal } = context;
  const select = selectRows(extractionQuery(context.sourcesFolder, entity), entity, extraction, byId);
  const tokeniser = createCopyTokeniser(copyPlanOf(entity), keyring);
  const target = coreColumns(entity)
    .map((column) => quoteIdentifier(column.name))
    .join(', ');
  const reader = new Session(source, context.job.service, false);
  const taken = await reader.unit(async () => {
    await reader.query('set transaction isolation level repeatable read, read only');
    for (const [name, value] of Object.entries(extraction.settings)) {
      await reader.query('select set_config($1, $2, true)', [name, value]);
    }
    try {
      return await copyThrough(
        source,
        `copy (${select}) to stdout`,
        tokeniser,
        warehouse.client,
        `copy ${staging} (${target}) from stdin`,
        signal,
      );
    } catch (error) {
      throw classifyDatabaseError(error, (await isAlive(source)) ? 'warehouse' : context.job.service);
    }
  });
  if (taken !== tokeniser.rows) {
    throw new DataRefusedError(
      `${tokeniser.rows} rows of ${entity.name} left the source, ${taken} arrived`,
      'nothing was committed; run again',
    );
  }
  return taken;
}

/** Of two databases in one copy, tells which one failed: a server that answers, if only by refusing, lives. */
const isAlive = (client: Client) =>
  client.query('select 1').then(
    () => true,
    (error: unknown) => sqlstateOf(error) === '25P02',
  );

async function lastPosition(warehouse: Session, entity: Entity, byId: boolean): Promise<CursorPosition> {
  if (byId || entity.cursor.kind === 'append')
    return warehouse.one<{ id: string }>(`select max(id)::text as id from ${staging}`);
  return warehouse.one<{ time: string; id: string }>(
    `select updated_at::text as time, id::text as id from ${staging} order by updated_at desc, id desc limit 1`,
  );
}

export async function recordLoad(
  context: RunContext,
  entity: Entity,
  mode: LoadMode | 'sweep' | 'due',
  counts: LoadCounts,
  last?: CursorPosition,
): Promise<void> {
  await context.warehouse.query(
    `insert into etl.loads (run_id, entity, mode, extracted, inserted, updated, unchanged, quarantined, deleted, watermark)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      context.runId,
      entity.name,
      mode,
      counts.extracted,
      counts.inserted,
      counts.updated,
      counts.unchanged,
      counts.quarantined,
      counts.deleted,
      last ? JSON.stringify(last) : null,
    ],
  );
}
