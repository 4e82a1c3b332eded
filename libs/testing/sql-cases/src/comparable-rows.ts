import { quoteIdentifier, quoteLiteral, type Session } from '@acme/db';
import type { MetricDefinition } from '@acme/pipeline';
import { CaseError, reasonOf } from './case-error';
import type { Case } from './case-file';

/** Rows as texts that are equal where the values are: instants in UTC, numbers to twelve decimals. */
export type Texts = Readonly<Record<string, string | null>>;

type Type = MetricDefinition['columns'][string]['type'];

const text: Partial<Record<Type, (value: string) => string>> = {
  numeric: (value) => `trim_scale(round(${value}, 12))::text`,
  'double precision': (value) => `trim_scale(round(${value}::numeric, 12))::text`,
  timestamptz: (value) => `to_json(${value} at time zone 'UTC') #>> '{}' || 'Z'`,
};
const asText = (type: Type, value: string) => text[type]?.(value) ?? `(${value})::text`;

/** What is in `fresh`. */
export function freshRows(
  warehouse: Session,
  { columns }: MetricDefinition,
  names: readonly string[],
): Promise<Texts[]> {
  const list = names.map(
    (name) => `${asText(columns[name]!.type, quoteIdentifier(name))} as ${quoteIdentifier(name)}`,
  );
  return warehouse.rows<Record<string, string | null>>(
    `select ${list.join(', ')} from fresh order by ${names.map((_, nth) => nth + 1).join(', ')}`,
  );
}

/** What the case expects, read as the table's columns are: 1/3 is a third. */
export async function expectedRows(
  warehouse: Session,
  one: Case,
  names: readonly string[],
): Promise<Texts[]> {
  const { columns } = one.definition;
  const list = names.map(
    (name) => `${asText(columns[name]!.type, given(name, columns[name]!.type))} as ${quoteIdentifier(name)}`,
  );
  const rows: Texts[] = [];
  for (const [nth, row] of one.expect.entries()) {
    const [read] = await warehouse
      .rows<Record<string, string | null>>(
        `select ${list.join(', ')} from (select $1::jsonb) as expected (row)`,
        [JSON.stringify(row)],
      )
      .catch((error: unknown) => {
        throw new CaseError(one.place(['expect', nth]), reasonOf(error), { cause: error });
      });
    rows.push(read!);
  }
  return rows;
}

function given(name: string, type: Type): string {
  const value = `row ->> ${quoteLiteral(name)}`;
  if (type === 'text[]')
    return `case when jsonb_typeof(row -> ${quoteLiteral(name)}) = 'array'
      then array(select jsonb_array_elements_text(row -> ${quoteLiteral(name)})) end`;
  if (type === 'numeric' || type === 'double precision')
    return `case when ${value} like '%/%'
      then split_part(${value}, '/', 1)::numeric / split_part(${value}, '/', 2)::numeric
      else (${value})::numeric end`;
  return `(${value})::${type}`;
}
