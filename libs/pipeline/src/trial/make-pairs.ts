import { quoteIdentifier, type Session } from '@acme/db';
import type { MetricDefinition } from '../definitions/metric-definition';
import { createScratchAs, type Scratch } from '../sql/scratch';
import { sliceKindOf, staleSlices } from '../staleness/slice-kind';
import type { ShapeChange } from './compare-shape';
import type { Computed } from './compute-working-copy';

/**
 * Makes the pairs: each row that was computed, and of the published slices that were computed, with what became of
 * it (`kind`: added, removed, changed, same), its slice and key as text, and `old_…` and `new_…` of what can be compared.
 * Where the grain is another one, all rows come and go.
 */
export async function makePairs(
  warehouse: Session,
  definition: MetricDefinition,
  { comparable, grainBefore }: ShapeChange,
  { days, stale, fresh }: Computed,
): Promise<Scratch<'pairs'>> {
  const { table, grain, slice } = definition;
  const of = (side: string, name: string) => `${side}.${quoteIdentifier(name)}`;
  const measures = measuresOf(grain, comparable);
  const keyOf = (side: string, names: readonly string[]) =>
    names.map((name) => `'${name}=' || coalesce(${of(side, name)}::text, 'NULL')`).join(` || ' ' || `);
  const sliced = comparable.includes(slice.column);
  const differs = measures.map((name) => `${of('published', name)} is distinct from ${of('fresh', name)}`);
  const pairs = measures.flatMap((name) => [
    `${of('published', name)} as ${quoteIdentifier(`old_${name}`)}`,
    `${of('fresh', name)} as ${quoteIdentifier(`new_${name}`)}`,
  ]);
  const chosen =
    days && sliced
      ? `where ${quoteIdentifier(slice.column)} in (${staleSlices(sliceKindOf(definition), stale)})`
      : '';
  const on = grainBefore
    ? 'false'
    : grain.map((name) => `${of('published', name)} = ${of('fresh', name)}`).join(' and ');
  return createScratchAs(
    warehouse,
    'pairs',
    `select
       case
         when published.is_there is null then 'added'
         when fresh.is_there is null then 'removed'
         when ${differs.join(' or ') || 'false'} then 'changed'
         else 'same'
       end as kind,
       coalesce(${of('fresh', slice.column)}::text, ${sliced ? `${of('published', slice.column)}::text` : 'null'}) as slice,
       case
         when fresh.is_there then ${keyOf('fresh', grain)}
         else ${keyOf('published', grainBefore ?? grain)}
       end as key${pairs.map((pair) => `,\n       ${pair}`).join('')}
     from (select *, true as is_there from ${fresh.name}) as fresh
     full join (select *, true as is_there from ${quoteIdentifier(table)} ${chosen}) as published on ${on}`,
  );
}

/** The columns whose values are compared: those of the key are the same in a pair. */
export const measuresOf = (grain: readonly string[], comparable: readonly string[]): string[] =>
  comparable.filter((name) => !grain.includes(name));
