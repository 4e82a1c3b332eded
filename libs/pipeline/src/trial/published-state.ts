import { quoteIdentifier, type Session } from '@acme/db';
import type { MetricDefinition } from '../definitions/metric-definition';
import { tableColumns } from '../publish/table-columns';

/** A metric table as it stands in the warehouse. */
export interface PublishedState {
  readonly exists: boolean;
  /** Its columns with their types, without those that every metric table has. */
  readonly columns: ReadonlyMap<string, string>;
  /** The columns of its key. */
  readonly grain: readonly string[];
  /** The logical now of its last computation, an ISO instant. */
  readonly computedNow?: string;
  /** Slices that are marked to be computed again: there newer facts may make a difference, too. */
  readonly staleSlices: number;
  /** Tables that it reads and whose definitions in the working copy are not what is published. */
  readonly otherwiseRead: readonly string[];
}

/** What is published of a table now. */
export async function publishedState(
  warehouse: Session,
  definition: MetricDefinition,
  definitions: readonly MetricDefinition[],
): Promise<PublishedState> {
  const found = await warehouse.rows<{ name: string; type: string; key: boolean }>(
    `select attname as name, format_type(atttypid, atttypmod) as type, coalesce(attnum = any (indkey), false) as key
     from pg_attribute left join pg_index on indrelid = attrelid and indisprimary
     where attrelid = to_regclass($1) and attnum > 0 and not attisdropped order by attnum`,
    [quoteIdentifier(definition.table)],
  );
  const { now, stale } = await warehouse.one<{ now: Date | null; stale: string }>(
    `select (select computed_now from etl.metric_tables where table_name = $1) as now,
       (select count(distinct slice)::text from etl.stale_slices where table_name = $1) as stale`,
    [definition.table],
  );
  const own = tableColumns({ ...definition, columns: {} });
  return {
    exists: found.length > 0,
    columns: new Map(found.filter(({ name }) => !(name in own)).map(({ name, type }) => [name, type])),
    grain: found.filter(({ key }) => key).map(({ name }) => name),
    ...(now ? { computedNow: now.toISOString() } : {}),
    staleSlices: Number(stale),
    otherwiseRead: await otherwiseRead(warehouse, definition, definitions),
  };
}

async function otherwiseRead(
  warehouse: Session,
  { reads }: MetricDefinition,
  definitions: readonly MetricDefinition[],
): Promise<string[]> {
  const read = definitions.filter(({ table }) => table in reads);
  const known = await warehouse.rows<{ table_name: string; definition: string }>(
    'select table_name, definition from etl.metric_tables where table_name = any ($1)',
    [read.map(({ table }) => table)],
  );
  const published = new Map(known.map((row) => [row.table_name, row.definition]));
  return read
    .filter(({ table, fingerprint }) => published.get(table) !== fingerprint)
    .map(({ table }) => table);
}
