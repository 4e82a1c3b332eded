import { quoteIdentifier } from '@acme/db';
import type { Propagation } from '../definitions/definition-schema';
import type { MetricDefinition } from '../definitions/metric-definition';
import type { Scratch } from '../sql/scratch';

/** The query over `changed` that gives, as `slice`, what the changed rows of a relation reach. */
export function propagationQuery(
  definition: MetricDefinition,
  propagation: Propagation,
  thisRun: Scratch<'this_run'>,
): string {
  if ('file' in propagation) return definition.files.get(propagation.file)!;
  const columns =
    'instants' in propagation
      ? propagation.instants
      : 'dates' in propagation
        ? propagation.dates
        : propagation.keys;
  // A union of both sides: the planner takes `distinct` over a lateral VALUES for as few rows as that has.
  const values = (of: (side: string) => string) =>
    columns
      .flatMap((column) => [`old_${column}`, `new_${column}`])
      .map((side) => `select ${of(quoteIdentifier(side))} as value from changed`)
      .join(' union ');
  if ('keys' in propagation) return `select value as slice from (${values((side) => side)}) as keys`;
  // Few distinct minutes stand for many instants, and local days are whole minutes.
  const days =
    'dates' in propagation
      ? `select value as day from (${values((side) => side)}) as dates`
      : `select distinct etl.local_day(minute, ${thisRun.name}.zone) as day
         from (${values((side) => `date_trunc('minute', ${side})`)}) as minutes (minute)
         cross join ${thisRun.name}`;
  const [from, to] = propagation.days ?? [0, 0];
  return `select day + ahead as slice from (${days}) as days cross join generate_series(${from}, ${to}) as ahead`;
}
