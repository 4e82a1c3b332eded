import { quoteIdentifier } from '@acme/db';
import type { PublishContext } from '../context/publish-context';
import type { MetricDefinition } from '../definitions/metric-definition';
import { tempTable } from '../sql/temp-table';

/** Runs the query as it stands in its file into the temporary table `fresh`. */
export async function computeFresh(
  context: Pick<PublishContext, 'warehouse'>,
  definition: MetricDefinition,
): Promise<void> {
  const columns = Object.entries(definition.columns).map(
    ([name, { type }]) => `${quoteIdentifier(name)}::${type}`,
  );
  await tempTable(
    context.warehouse,
    'fresh',
    `as select ${columns.join(', ')} from (${definition.query}\n) as query`,
  );
}
