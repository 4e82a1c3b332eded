import type { Session } from '@acme/db';
import type { Entity } from '@acme/models';
import type { LoadContext } from '../context/load-context';
import type { RunBase } from '../context/run-base';
import { guardCore } from '../context/disclosure';
import type { CursorPosition, Extraction } from '../sql/extract-sql';
import { mergeStaged } from './merge-staged';
import { loadChildren } from './load-children';
import { keepRefusedBatch, QuarantineLimitError } from '../source/refused-batch';
import { stage } from '../source/stage';
import { staging } from '../source/staging';
import { addLoad, type LoadCounts } from '../context/summary';
import { tempTable } from '../sql/temp-table';

export type LoadMode = 'changes' | 'days' | 'repair';

export interface LoadedTransaction extends LoadCounts {
  /** The last row in the order of reading; absent when nothing was read. */
  readonly last?: CursorPosition;
}

/**
 * One unit of loading: reads rows, tokenises them on the way, and merges them, in one warehouse
 * transaction together with the marks they leave, whatever `commitWith` adds, and the ledger's row.
 * @throws DataRefusedError when too many rows break the model, or rows got lost on the way.
 */
export async function loadTransaction(
  context: LoadContext,
  entity: Entity,
  mode: LoadMode,
  extraction: Extraction,
  commitWith: (unit: LoadedTransaction) => Promise<void> = async () => undefined,
): Promise<LoadedTransaction> {
  const { warehouse } = context;
  // Changes come in cursor order; rows asked for by day or key come by id.
  const byId = mode !== 'changes';
  const partCounts = new Map<Entity, LoadCounts>();
  const load = async () => {
    await context.step(`extract ${entity.name}`);
    await guardCore(context, entity);
    const extracted = await stage(context, entity, extraction, byId);
    const last = extracted > 0 ? await lastPosition(warehouse, entity, byId) : undefined;
    await context.step(`merge ${entity.name}`);
    if (extracted > 0 && entity.children)
      await tempTable(warehouse, 'parents', `as select id from ${staging}`);
    const counts = await mergeStaged(context, entity, extracted, mode === 'repair');
    const loaded = { ...counts, ...(last ? { last } : {}) };
    for (const part of extracted > 0 ? (entity.children ?? []) : []) {
      const loadedPart = await loadChildren(context, part, mode === 'repair');
      partCounts.set(part.entity, loadedPart);
      await recordLoad(context, part.entity, mode, loadedPart);
    }
    await context.step(`record ${entity.name}`);
    await commitWith(loaded);
    if (extracted > 0) await recordLoad(context, entity, mode, counts, last);
    return loaded;
  };
  const unit = await warehouse.retriedTransaction(load).catch(async (error: unknown) => {
    if (error instanceof QuarantineLimitError) await keepRefusedBatch(context, error);
    throw error;
  });
  for (const [part, counts] of partCounts) addLoad(context.summary, part.name, counts);
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

async function lastPosition(warehouse: Session, entity: Entity, byId: boolean): Promise<CursorPosition> {
  if (byId || entity.cursor.kind === 'append')
    return warehouse.one<{ id: string }>(`select max(id)::text as id from ${staging}`);
  return warehouse.one<{ time: string; id: string }>(
    // Unqualified, the id would be the column of the result, and 9 come after 30.
    `select staged.updated_at::text as time, staged.id::text as id from ${staging} as staged
     order by staged.updated_at desc, staged.id desc limit 1`,
  );
}

export async function recordLoad(
  context: RunBase,
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
