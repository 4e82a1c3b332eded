import { quoteIdentifier } from '@acme/db';
import type { PublishContext } from '../context/publish-context';
import type { MetricDefinition } from '../definitions/metric-definition';
import { createScratchAs, type Scratch } from '../sql/scratch';

/** Runs the query as it stands in its file. */
export function computeFresh(
  context: Pick<PublishContext, 'warehouse'>,
  definition: MetricDefinition,
): Promise<Scratch<'fresh'>> {
  const columns = Object.entries(definition.columns).map(
    ([name, { type }]) => `${quoteIdentifier(name)}::${type}`,
  );
  return createScratchAs(
    context.warehouse,
    'fresh',
    `select ${columns.join(', ')} from (${definition.query}\n) as query`,
  );
}
