import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from } from 'pg-copy-streams';

const chunkLength = 1 << 16;

/**
 * Streams lines of COPY's text format into a table; `lines` is asked for more only as PostgreSQL takes
 * them. Gives the number of rows.
 */
export async function copyRows(client: Client, statement: string, lines: Iterable<string>): Promise<number> {
  const target = client.query(from(statement));
  await pipeline(Readable.from(chunks(lines), { objectMode: false }), target);
  return target.rowCount ?? 0;
}

/** One buffer for many rows: a write per row would cost more than the row. */
function* chunks(lines: Iterable<string>): Generator<Buffer> {
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length >= chunkLength) {
      yield Buffer.from(text);
      text = '';
    }
  }
  if (text) yield Buffer.from(text);
}

/** A value as COPY's text format wants it. */
export function field(value: string | null): string {
  return value === null ? '\\N' : value.replace(/[\\\n\r\t]/g, (found) => escapes[found]!);
}

const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
