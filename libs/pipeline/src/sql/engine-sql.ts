import { findSqlRoot, readSql } from '@acme/db';

const texts = new Map<string, string>();

/** A statement of the engine itself, as it stands in `sql/engine/<room>/<name>.sql`; read once. */
export function engineSql(room: string, name: string): string {
  const file = `${room}/${name}.sql`;
  const text = texts.get(file) ?? readSql(findSqlRoot(), 'engine', file);
  texts.set(file, text);
  return text;
}
