import type { EmbeddedChild } from '@acme/models';
import type { SourceContext } from '../context/load-context';
import type { LoadCounts } from '../context/summary';
import { convertChildren } from '../source/convert';
import type { Scratch } from '../sql/scratch';
import { deleteRows, idsToDeleteAs } from './delete-rows';
import { mergeStaged } from './merge-staged';

/**
 * Loads the embedded children of the rows just read, as whole sets: `parents` has the ids of all these rows, `legacy`
 * those that keep the model. Children that a parent has no more leave core, also where the parent itself was refused.
 */
export async function loadChildren(
  context: SourceContext,
  { entity, parent }: EmbeddedChild,
  parents: Scratch<'parents'>,
  legacy: Scratch<'legacy_rows'>,
  chosen: boolean,
): Promise<LoadCounts> {
  const staging = await convertChildren(context, entity, legacy);
  const ids = await idsToDeleteAs(
    context.warehouse,
    `select present.id
     from ${parents.name} as parents
     join core.${entity.name} as present on present.${parent} = parents.id
     where not exists (select from ${staging.name} as staged where staged.id = present.id)`,
  );
  const deleted = await deleteRows(context, entity, ids);
  const { counts } = await mergeStaged(context, entity, staging, chosen);
  return { ...counts, deleted: counts.deleted + deleted.rows };
}
