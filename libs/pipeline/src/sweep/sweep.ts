import { DataRefusedError } from '@acme/errors';
import type { Entity } from '@acme/models';
import type { LoadContext } from '../context/load-context';
import { tombstoneIds } from './tombstone-ids';
import { loadIds } from '../load/load-entity';
import { checkStopped } from '../context/stop';
import { SweepSides, type IdRange } from './sweep-ranges';

/** Up to so many rows may vanish whatever their share. */
const toleratedDeletions = 1_000;

/**
 * Finds rows that the source no longer has, rows that are there without core having them (restored ones, with ids and
 * times from before the watermark), and rows that differ although their change was never seen. Compares count and
 * hash per range of ids, and lists the keys only of small ranges that differ.
 * @throws DataRefusedError when more rows have vanished than DELETE_LIMIT allows
 */
export async function sweep(context: LoadContext, entity: Entity): Promise<void> {
  const sides = new SweepSides(context, entity);
  const differing: IdRange[] = [];
  for await (const range of sides.ranges()) {
    checkStopped(context);
    await context.step(`sweep ${entity.name}`);
    differing.push(...(await narrowed(context, sides, range)));
  }
  await refuseMassDeletion(context, entity, sides, differing);
  for (const range of differing) {
    checkStopped(context);
    await settle(context, entity, sides, range);
  }
  await context.warehouse.query('update etl.watermarks set seen_run_id = $2 where entity = $1', [
    entity.name,
    context.runId,
  ]);
}

/** The parts of a range that differ, each small enough for its keys to be listed. */
async function narrowed(context: LoadContext, sides: SweepSides, range: IdRange): Promise<IdRange[]> {
  const most = context.limits.sweepBucketIds;
  const small: IdRange[] = [];
  for (const part of await sides.differing(range)) {
    checkStopped(context);
    if (part.rows <= most || part.last - part.first < BigInt(most)) small.push(part);
    else small.push(...(await narrowed(context, sides, part)));
  }
  return small;
}

/** A source that lost a large share of its rows is more likely the wrong database than a clean-up. */
async function refuseMassDeletion(
  context: LoadContext,
  entity: Entity,
  sides: SweepSides,
  differing: readonly IdRange[],
): Promise<void> {
  let missing = 0;
  for (const range of differing) {
    checkStopped(context);
    missing += (await compareKeys(sides, range)).deleted.length;
  }
  if (missing <= toleratedDeletions) return;
  const { rows } = await context.warehouse.one<{ rows: string }>(
    `select (select count(*) from core.${entity.name}) + (select count(*) from etl.quarantine where entity = $1) as rows`,
    [entity.name],
  );
  if (missing <= context.limits.deleteShare * Number(rows)) return;
  throw new DataRefusedError(
    `${missing} of ${rows} rows of ${entity.name} have vanished from the source, more than DELETE_LIMIT allows; none was deleted`,
    'check that the source is the right, complete database; if they were meant to go, raise DELETE_LIMIT for one run',
  );
}

async function compareKeys(
  sides: SweepSides,
  range: IdRange,
): Promise<{ deleted: string[]; differing: string[] }> {
  const { source, core } = await sides.keys(range);
  return {
    deleted: [...core.keys()].filter((id) => !source.has(id)),
    differing: [...source].filter(([id, hash]) => core.get(id) !== hash).map(([id]) => id),
  };
}

/** Makes core, in a range, what the source is. The keys are listed anew: what was counted may be long ago. */
async function settle(
  context: LoadContext,
  entity: Entity,
  sides: SweepSides,
  range: IdRange,
): Promise<void> {
  const { deleted, differing } = await compareKeys(sides, range);
  if (deleted.length > 0) await tombstoneIds(context, entity, deleted);
  await loadIds(context, entity, differing);
}
