import type { Session } from '@acme/db';
import type { MetricDefinition } from '../definitions/metric-definition';
import { engineSql } from '../sql/engine-sql';

/** Columns that every metric table has beyond its own. */
export const runColumns = {
  run_id: { type: 'bigint', description: 'The run that last changed the row (etl.runs).' },
  computed_at: { type: 'timestamptz', description: 'The logical now of that run.' },
} as const;

/** The columns that a metric table should have, by name. */
export const tableColumns = (definition: MetricDefinition) => ({ ...definition.columns, ...runColumns });

/** A column that a table has. */
export interface PresentColumn {
  readonly name: string;
  /** As the server calls it: see `serverType`. */
  readonly type: string;
  /** Part of the primary key. */
  readonly key: boolean;
  readonly comment: string | null;
}

/** The columns that a table has; none of one that is not there. */
export const presentColumns = (warehouse: Session, table: string): Promise<PresentColumn[]> =>
  warehouse.rows<PresentColumn>(engineSql('publish', 'columns_of_table'), [table]);

/** What the server calls a type of a definition. */
export const serverType = (type: string): string =>
  type === 'timestamptz' ? 'timestamp with time zone' : type;

/** The indexes of the definition that the table lacks; an invalid one counts as missing. */
export async function missingIndexes(
  warehouse: Session,
  { table, indexes = [] }: MetricDefinition,
): Promise<(readonly string[])[]> {
  const rows = await warehouse.rows<{ columns: string[] }>(engineSql('publish', 'indexes_of_table'), [table]);
  const present = new Set(rows.map(({ columns }) => columns.join()));
  return indexes.filter((index) => !present.has(index.join()));
}
