import type { Session } from '@acme/db';
import type { Entity } from '@acme/models';
import { guardCore } from '../context/disclosure';
import type { LoadContext } from '../context/load-context';
import { addLoad, type LoadCounts } from '../context/summary';
import { keepRefusedBatch, QuarantineLimitError } from '../source/refused-batch';
import { stage, type Staged } from '../source/stage';
import { removeRefused } from '../source/staging';
import type { CursorPosition, Extraction } from '../sql/extract-sql';
import { createScratchAs, type Scratch } from '../sql/scratch';
import { recordProgress, type ChangeCursor } from './change-cursor';
import { loadChildren } from './load-children';
import { mergeStaged } from './merge-staged';
import { recordLoad } from './record-load';

/** What a transaction loads: the next changes, in cursor order, or rows asked for by day or key, by id. */
export type LoadBatch = { readonly extraction: Extraction } & (
  { readonly mode: 'changes'; readonly cursor: ChangeCursor } | { readonly mode: 'days' | 'repair' }
);

export interface LoadedTransaction extends LoadCounts {
  /** The last row in the order of reading; absent when nothing was read. */
  readonly last?: CursorPosition;
}

/**
 * One transaction of loading: reads rows, tokenises them on the way, and merges them, together with the marks they
 * leave, the progress of the cursor and the ledger's row.
 * @throws DataRefusedError when too many rows break the model, or rows got lost on the way.
 */
export async function loadTransaction(
  context: LoadContext,
  entity: Entity,
  batch: LoadBatch,
): Promise<LoadedTransaction> {
  const load = () => loadBatch(context, entity, batch);
  const { loaded, counts } = await context.warehouse
    .retriedTransaction(load)
    .catch(async (error: unknown) => {
      if (error instanceof QuarantineLimitError) await keepRefusedBatch(context, error);
      throw error;
    });
  for (const [name, one] of counts) addLoad(context.summary, name, one);
  return loaded;
}

interface LoadedBatch {
  readonly loaded: LoadedTransaction;
  /** Of the entity and of its embedded children, by name. */
  readonly counts: ReadonlyMap<string, LoadCounts>;
}

async function loadBatch(context: LoadContext, entity: Entity, batch: LoadBatch): Promise<LoadedBatch> {
  const { warehouse } = context;
  const { mode, extraction } = batch;
  const byId = mode !== 'changes';
  await context.step(`extract ${entity.name}`);
  await guardCore(context, entity);
  const staged = await stage(context, entity, extraction, byId);
  const { staging } = staged;
  const last = staging.rows > 0 ? await lastPosition(warehouse, entity, staging, byId) : undefined;
  await context.step(`merge ${entity.name}`);
  const { own, children } = await mergeAll(context, entity, staged, mode === 'repair');
  await context.step(`record ${entity.name}`);
  for (const [name, counts] of children) await recordLoad(context, name, mode, counts);
  const loaded = { ...own, ...(last ? { last } : {}) };
  if (batch.mode === 'changes') await recordProgress(context, entity, batch.cursor, loaded);
  if (staging.rows > 0) await recordLoad(context, entity.name, mode, own, last);
  return { loaded, counts: new Map([...children, [entity.name, own]]) };
}

/** The staged rows, and what is embedded in them. */
async function mergeAll(
  context: LoadContext,
  entity: Entity,
  { staging, legacy }: Staged,
  chosen: boolean,
): Promise<{ own: LoadCounts; children: ReadonlyMap<string, LoadCounts> }> {
  const { warehouse } = context;
  const children = new Map<string, LoadCounts>();
  if (staging.rows === 0 || !legacy || !entity.children)
    return { own: (await mergeStaged(context, entity, staging, chosen)).counts, children };
  const parents = await createScratchAs(warehouse, 'parents', `select id from ${staging.name}`);
  const { counts: own, refused } = await mergeStaged(context, entity, staging, chosen);
  if (refused) await removeRefused(warehouse, legacy, refused);
  for (const child of entity.children)
    children.set(child.entity.name, await loadChildren(context, child, parents, legacy, chosen));
  return { own, children };
}

async function lastPosition(
  warehouse: Session,
  entity: Entity,
  staging: Scratch<'staging'>,
  byId: boolean,
): Promise<CursorPosition> {
  if (byId || entity.cursor.kind === 'append')
    return warehouse.one<{ id: string }>(`select max(id)::text as id from ${staging.name}`);
  return warehouse.one<{ time: string; id: string }>(
    // Unqualified, the id would be the column of the result, and 9 come after 30.
    `select staged.updated_at::text as time, staged.id::text as id from ${staging.name} as staged
     order by staged.updated_at desc, staged.id desc limit 1`,
  );
}
