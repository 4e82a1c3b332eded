import { DataRefusedError } from '@acme/errors';
import type { Entity } from '@acme/models';
import type { SourceContext } from '../context/load-context';
import { merge, removeQuarantined } from './merge';
import { limitPassed } from '../source/refused-batch';
import { quarantine } from '../source/staging';
import type { LoadCounts } from '../context/summary';

/** Below this many bad rows a unit is never refused: three bad rows of ten say little about a source. */
const toleratedBadRows = 10;

/**
 * Takes what breaks the model out of staging and merges the rest. `chosen`: the rows were picked because
 * something is odd about them, so how many are bad is measured by all rows of the entity.
 * @throws QuarantineLimitError when too many rows are bad; DataRefusedError when rows got lost on the way
 */
export async function mergeStaged(
  context: SourceContext,
  entity: Entity,
  extracted: number,
  chosen: boolean,
): Promise<LoadCounts> {
  const quarantined = extracted > 0 ? await quarantine(context, entity) : 0;
  // After a restore core may know fewer rows than come back.
  const known = quarantined > toleratedBadRows && chosen ? await rowsKnown(context, entity) : 0;
  const outOf = Math.max(known, extracted);
  if (quarantined > toleratedBadRows && quarantined > context.limits.quarantineShare * outOf) {
    throw await limitPassed(context, entity, quarantined, outOf);
  }
  const deleted = quarantined > 0 ? await removeQuarantined(context, entity) : 0;
  const merged = extracted > 0 ? await merge(context, entity) : { inserted: 0, updated: 0, unchanged: 0 };
  const counts: LoadCounts = { extracted, quarantined, deleted, ...merged };
  if (extracted !== counts.inserted + counts.updated + counts.unchanged + quarantined) {
    throw new DataRefusedError(
      `rows of ${entity.name} got lost: ${JSON.stringify(counts)}`,
      'nothing was committed; run again, and report this as a bug if it stays',
    );
  }
  return counts;
}

async function rowsKnown({ warehouse }: SourceContext, entity: Entity): Promise<number> {
  const { rows } = await warehouse.one<{ rows: string }>(
    `select (select count(*) from core.${entity.name}) + (select count(*) from etl.quarantine where entity = $1) as rows`,
    [entity.name],
  );
  return Number(rows);
}
