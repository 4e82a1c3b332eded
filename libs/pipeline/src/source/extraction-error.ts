import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSql, sqlstateOf } from '@acme/db';
import { ConfigurationError, sqlstateRule } from '@acme/errors';
import type { Entity } from '@acme/models';

/**
 * Explains errors of statements that were built around an extraction query: which file is wrong, in which line.
 * Missing tables and columns are left to the preflight, which lists all of them.
 */
export const explainExtraction =
  (folder: string, entities: readonly Entity[]) =>
  (error: unknown, statement: string): unknown => {
    const code = sqlstateOf(error);
    if (!code || code === '42P01' || code === '42703' || code === '42501') return error;
    const rule = sqlstateRule(code);
    if (!isServerError(error) || (rule?.source ?? rule?.warehouse) !== 'configuration') return error;
    const place = placeIn(folder, entities, error, statement);
    if (!place) return error;
    const { file, line, text } = place;
    const where = line ? `line ${line}: ${text}` : 'PostgreSQL names no line';
    // Messages about data repeat it.
    const what = /^(0A|42)/.test(code) ? (error as Error).message : rule?.says;
    return new ConfigurationError(
      `the extraction query ${file} is refused (${code}): ${what}; ${where}`,
      'correct the query; SOURCES_SQL_DIR unset brings the built-in ones back',
      { cause: error },
    );
  };

const isServerError = (error: unknown): error is Error & { position?: string } =>
  error instanceof Error && (error as { severity?: unknown }).severity !== undefined;

interface Place {
  readonly file: string;
  readonly line?: number;
  readonly text?: string;
}

/** The file whose query the statement holds, and the line that the server's position lies in. */
function placeIn(
  folder: string,
  entities: readonly Entity[],
  error: Error & { position?: string },
  statement: string,
): Place | undefined {
  for (const { name } of entities) {
    const file = join(folder, `${name}.sql`);
    const start = startOf(statement, file);
    if (start === undefined) continue;
    // PostgreSQL counts characters, from 1 on.
    const at = error.position === undefined ? -1 : utf16Offset(statement, Number(error.position) - 1);
    const query = readSql(file);
    if (at < start || at > start + query.length) return { file };
    const whole = readFileSync(file, 'utf8');
    const offset = whole.indexOf(query) + at - start;
    const line = whole.slice(0, offset).split('\n').length;
    return { file, line, text: whole.split('\n')[line - 1]!.trim().slice(0, 200) };
  }
  return undefined;
}

function startOf(statement: string, file: string): number | undefined {
  try {
    const start = statement.indexOf(`(${readSql(file)}\n)`);
    return start < 0 ? undefined : start + 1;
  } catch {
    return undefined;
  }
}

const utf16Offset = (text: string, characters: number): number =>
  [...text].slice(0, characters).join('').length;
