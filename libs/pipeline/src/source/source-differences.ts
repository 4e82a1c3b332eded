import type { FieldDef } from 'pg';
import {
  classifyDatabaseError,
  quoteIdentifier,
  serverErrorOf,
  sqlstateOf,
  type SourceSession,
} from '@acme/db';
import type { Column, Entity } from '@acme/models';
import { engineSql } from '../sql/engine-sql';
import { acceptedTypes } from './accepted-types';
import { columnAt } from './column-at';

/**
 * How what an extraction query would return differs from its model, one a line; empty: not at all.
 *
 * PostgreSQL names one missing column at a time. Each one named is supplied from outside, by a lateral
 * relation that the query's unresolved columns bind to, until the query can be described: so every
 * missing column is found, not the first one.
 */
export async function sourceDifferences(
  source: SourceSession,
  service: string,
  query: string,
  entity: Entity,
): Promise<string[]> {
  const lacking = new Set<string>();
  for (;;) {
    const statement = `select source.* from ${supplying(lacking)}(${query}\n) as source limit 0`;
    try {
      const { fields } = await source.query(statement);
      return compare(entity, await typesOf(source, fields), lacking);
    } catch (error) {
      const code = sqlstateOf(error);
      const refusal = serverErrorOf(error);
      const column = code === '42703' ? columnAt(statement, refusal?.position) : undefined;
      if (column !== undefined && !lacking.has(column)) lacking.add(column);
      // 42703 and 42P01 name the missing column or table and hold no row values.
      else if (code === '42703' || code === '42P01')
        return [`${entity.name}: ${refusal?.message ?? `refused (${code})`}`];
      else throw classifyDatabaseError(error, service);
    }
  }
}

/** A relation of NULLs under the names that the source's tables lack. */
function supplying(lacking: ReadonlySet<string>): string {
  if (lacking.size === 0) return '';
  const columns = [...lacking].map((column) => `null as ${quoteIdentifier(column)}`);
  return `(select ${columns.join(', ')}) as missing cross join lateral `;
}

/** The names of the types of a result's columns. */
async function typesOf(
  source: SourceSession,
  fields: readonly FieldDef[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await source.query<{ oid: string; type: string }>(engineSql('source', 'names_of_types'), [
    fields.map((field) => field.dataTypeID),
  ]);
  const nameOf = new Map(rows.map(({ oid, type }) => [oid, type]));
  return new Map(fields.map((field) => [field.name, nameOf.get(String(field.dataTypeID)) ?? 'unknown']));
}

/** `lacking`: columns that the source's tables do not have, whatever the query returns under their names. */
function compare(
  entity: Entity,
  returned: ReadonlyMap<string, string>,
  lacking: ReadonlySet<string>,
): string[] {
  const expected = new Set(entity.columns.map(({ name }) => name));
  const differences = [
    ...[...lacking].map((name) => [name, 'missing in the source'] as const),
    ...entity.columns
      .filter(({ name }) => !lacking.has(name))
      .map((column) => [column.name, differenceOf(column, returned.get(column.name))] as const),
    ...[...returned.keys()]
      .filter((name) => !expected.has(name) && !lacking.has(name))
      .map((name) => [name, 'not in the model'] as const),
  ];
  return differences.flatMap(([name, what]) =>
    what === undefined ? [] : [`${entity.name}.${name}: ${what}`],
  );
}

function differenceOf({ pgType, accepts = [] }: Column, returned: string | undefined): string | undefined {
  if (returned === undefined) return 'missing';
  return [...acceptedTypes[pgType], ...accepts].includes(returned)
    ? undefined
    : `${returned} instead of ${pgType}`;
}
