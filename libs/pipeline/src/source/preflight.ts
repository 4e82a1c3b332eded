import type { FieldDef } from 'pg';
import {
  classifyDatabaseError,
  quoteIdentifier,
  sqlstateOf,
  type Session,
  type SourceSession,
} from '@acme/db';
import { ConfigurationError, ContractError, OperatorError } from '@acme/errors';
import type { Entity, PgType } from '@acme/models';
import type { SourceContext } from '../context/load-context';
import { coreColumns } from '../sql/core-table';
import { extractionQuery } from '../sql/extract-sql';
import { withChildren } from '../definitions/generation';

/** What PostgreSQL may call a column of each type. */
const accepted: Record<PgType, readonly string[]> = {
  bigint: ['bigint', 'integer', 'smallint'],
  integer: ['integer', 'smallint'],
  text: ['text', 'character varying', 'character'],
  timestamptz: ['timestamp with time zone'],
  boolean: ['boolean'],
  'double precision': ['double precision', 'real', 'numeric'],
};

/**
 * Compares what every extraction query would return, by name and type, with its model, before a row is
 * read, and the tables of core with the models.
 * @throws ContractError with all differences of all entities; ConfigurationError for those of core
 */
export async function preflight(context: SourceContext, entities: readonly Entity[]): Promise<void> {
  const lacking: string[] = [];
  for (const entity of withChildren(entities))
    lacking.push(...(await coreDifferences(context.warehouse, entity)));
  if (lacking.length > 0)
    throw new ConfigurationError(
      `the warehouse's tables are not what the models say: ${lacking.join('; ')}`,
      'a column of a model needs a migration (sql/warehouse) that makes it; the source is not to blame, and nothing was read',
    );
  const differences: string[] = [];
  for (const entity of entities) {
    const query = extractionQuery(context.sourcesFolder, entity);
    const returned = entity.sourceShape ?? entity;
    differences.push(...(await sourceDifferences(context.source, context.job.service, query, returned)));
  }
  if (differences.length === 0) return;
  throw new ContractError(
    `the ${context.job.service} source does not match its contract: ${differences.join('; ')}`,
    differences,
    'restore the columns, or adapt the extraction query (SOURCES_SQL_DIR); nothing was read',
  );
}

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
  const missing: string[] = [];
  for (;;) {
    const supplied = missing.map((column) => `null as ${quoteIdentifier(column)}`).join(', ');
    const shim = missing.length > 0 ? `(select ${supplied}) as missing cross join lateral ` : '';
    const statement = `select source.* from ${shim}(${query}\n) as source limit 0`;
    try {
      const { fields } = await source.query(statement);
      const found = await typeNames(source, fields);
      for (const column of missing) found.delete(column);
      return [
        ...missing.map((column) => `${entity.name}.${column}: missing in the source`),
        ...compare(entity, found).filter(
          (line) => !missing.some((column) => line === `${entity.name}.${column}: missing`),
        ),
      ];
    } catch (error) {
      const code = sqlstateOf(error);
      const refusal = refusalOf(error);
      const column = code === '42703' ? columnAt(statement, refusal?.position) : undefined;
      if (column && !missing.includes(column)) missing.push(column);
      // 42703 and 42P01 name the missing column or table and hold no row values.
      else if (code === '42703' || code === '42P01')
        return [`${entity.name}: ${refusal?.message ?? `refused (${code})`}`];
      else throw classifyDatabaseError(error, service);
    }
  }
}

/** What the server sent, within what it was classified as. */
const refusalOf = (error: unknown): { message: string; position?: string } | undefined =>
  (error instanceof OperatorError ? error.cause : error) as
    { message: string; position?: string } | undefined;

const identifier = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
const columnReference = new RegExp(String.raw`^(?:${identifier}\s*\.\s*)*(${identifier})`, 'u');

/**
 * The column that the server's position points at: the position is the same in every language, the message is
 * not. Undefined where it points into something else, such as the body of a function.
 */
export function columnAt(statement: string, position: string | undefined): string | undefined {
  if (position === undefined) return undefined;
  // PostgreSQL counts characters, from 1 on.
  const rest = [...statement].slice(Number(position) - 1).join('');
  const name = columnReference.exec(rest)?.[1];
  if (!name) return undefined;
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
}

async function typeNames(source: SourceSession, fields: readonly FieldDef[]): Promise<Map<string, string>> {
  const { rows } = await source.query<{ oid: string; type: string }>(
    'select oid::text, format_type(oid, null) as type from unnest($1::oid[]) as types (oid)',
    [fields.map((field) => field.dataTypeID)],
  );
  const typeOf = new Map(rows.map((row) => [row.oid, row.type]));
  return new Map(fields.map((field) => [field.name, typeOf.get(String(field.dataTypeID)) ?? 'unknown']));
}

function compare(entity: Entity, found: ReadonlyMap<string, string>): string[] {
  const expected = new Map(entity.columns.map((column) => [column.name, column]));
  const differences: string[] = [];
  for (const column of expected.values()) {
    const type = found.get(column.name);
    if (type === undefined) differences.push(`${entity.name}.${column.name}: missing`);
    else if (![...accepted[column.pgType], ...(column.accepts ?? [])].includes(type)) {
      differences.push(`${entity.name}.${column.name}: ${type} instead of ${column.pgType}`);
    }
  }
  for (const name of found.keys()) {
    if (!expected.has(name)) differences.push(`${entity.name}.${name}: not in the model`);
  }
  return differences;
}

/** How the table of an entity in core differs from its model, one a line. */
export async function coreDifferences(warehouse: Session, entity: Entity): Promise<string[]> {
  const rows = await warehouse.rows<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, null) as type
     from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped`,
    [`core.${entity.name}`],
  );
  const found = new Map(rows.map((row) => [row.name, row.type]));
  return coreColumns(entity)
    .filter((column) => !accepted[column.type].includes(found.get(column.name) ?? 'missing'))
    .map(
      (column) =>
        `core.${entity.name}.${column.name}: ${found.get(column.name) ?? 'missing'} instead of ${column.type}`,
    );
}
