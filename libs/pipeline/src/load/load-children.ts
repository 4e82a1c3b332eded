import type { EmbeddedChild } from '@acme/models';
import type { SourceContext } from '../context/load-context';
import { convert } from '../source/convert';
import { deleteRows } from './merge';
import { mergeStaged } from './merge-staged';
import { legacyRows, refused, staging } from '../source/staging';
import type { LoadCounts } from '../context/summary';

/**
 * Loads what the rows just read consist of, as whole sets: `parents` has the ids of all these rows. What was
 * theirs before and is no more leaves core, also where the row itself was refused.
 */
export async function loadChildren(
  context: SourceContext,
  { entity, parent }: EmbeddedChild,
  chosen: boolean,
): Promise<LoadCounts> {
  const { warehouse } = context;
  await warehouse.query(
    `delete from ${legacyRows} using (select distinct id from ${refused}) as bad where ${legacyRows}.id = bad.id`,
  );
  const extracted = await convert(context, entity, true);
  const gone = await deleteRows(
    context,
    entity,
    `select present.id from parents join core.${entity.name} as present on present.${parent} = parents.id
     where not exists (select from ${staging} as staged where staged.id = present.id)`,
  );
  const counts = await mergeStaged(context, entity, extracted, chosen);
  return { ...counts, deleted: counts.deleted + gone };
}
