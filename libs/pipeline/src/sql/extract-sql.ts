import { quoteIdentifier, readSql } from '@acme/db';
import { ConfigurationError } from '@acme/errors';
import type { Entity } from '@acme/models';

/**
 * Which rows of an entity to read. COPY takes no parameters: `settings` are bound with set_config in the
 * same transaction and read by the static SQL with current_setting.
 */
export interface Extraction {
  readonly where: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Rows at most; read in cursor order. Absent: all, in no order. */
  readonly limit?: number;
}

/** Where the next batch of an entity begins: after this (time, id); time is absent for append-only entities. */
export interface CursorPosition {
  readonly time?: string;
  readonly id: string;
}

export const beginning: CursorPosition = { time: '-infinity', id: '-9223372036854775808' };

const cursorColumns = (entity: Entity) => (entity.cursor.kind === 'updated' ? 'updated_at, id' : 'id');

/** The next rows after a position, in cursor order. */
export function changesAfter(entity: Entity, position: CursorPosition, limit: number): Extraction {
  if (entity.cursor.kind === 'append') {
    return {
      where: "id > current_setting('etl.after_id')::bigint",
      settings: { 'etl.after_id': position.id },
      limit,
    };
  }
  return {
    where: `(updated_at, id) > (current_setting('etl.after_time')::timestamptz, current_setting('etl.after_id')::bigint)`,
    settings: { 'etl.after_time': position.time ?? '-infinity', 'etl.after_id': position.id },
    limit,
  };
}

/**
 * The rows changed in [start, end), and those of that time: any of their instants lies in it, so whatever instant a
 * table counts them by. After a key.
 */
export function rowsWithin(
  entity: Entity,
  start: string,
  end: string,
  afterId: string,
  limit: number,
): Extraction {
  const within = (entity.sourceShape ?? entity).columns
    .filter(({ pgType }) => pgType === 'timestamptz')
    .map(({ name }) => quoteIdentifier(name))
    .map(
      (instant) =>
        `(${instant} >= current_setting('etl.window_start')::timestamptz and ${instant} < current_setting('etl.window_end')::timestamptz)`,
    );
  return {
    where: `(${within.join(' or ')}) and id > current_setting('etl.after_id')::bigint`,
    settings: { 'etl.window_start': start, 'etl.window_end': end, 'etl.after_id': afterId },
    limit,
  };
}

/** The rows with these keys. */
export function rowsWithIds(ids: readonly string[]): Extraction {
  return {
    where: "id = any (string_to_array(current_setting('etl.ids'), ',')::bigint[])",
    settings: { 'etl.ids': ids.join(',') },
  };
}

/** The extraction query of an entity, as the file has it. @throws ConfigurationError when there is none */
export function extractionQuery(sourcesFolder: string, entity: Entity): string {
  try {
    return readSql(sourcesFolder, `${entity.name}.sql`);
  } catch (error) {
    throw new ConfigurationError(
      `there is no extraction query ${entity.name}.sql in ${sourcesFolder}`,
      'SOURCES_SQL_DIR names a folder with one such file per entity; unset it for the built-in ones',
      { cause: error },
    );
  }
}

/** A SELECT of the entity's columns, in the model's order, from its extraction query. */
export function selectRows(query: string, entity: Entity, extraction: Extraction, byId = false): string {
  const columns = entity.columns.map((column) => quoteIdentifier(column.name)).join(', ');
  const order = extraction.limit
    ? ` order by ${byId ? 'id' : cursorColumns(entity)} limit ${extraction.limit}`
    : '';
  return `select ${columns} from (${query}\n) as source where ${extraction.where}${order}`;
}
