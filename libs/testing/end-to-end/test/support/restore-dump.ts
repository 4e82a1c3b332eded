import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** A dump's commands in turn: SQL, or a COPY with its lines. */
interface Part {
  readonly sql: string;
  readonly lines?: string;
}

/** Restores a gzipped plain dump of pg_dump into an empty database, in one transaction. */
export async function restoreDump(url: string, file: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin');
    for (const { sql, lines } of partsOf(gunzipSync(readFileSync(file)).toString())) {
      if (lines === undefined) await client.query(sql);
      else await pipeline(Readable.from([lines]), client.query(copyFrom(sql)));
    }
    await client.query('commit; analyze');
  } finally {
    await client.end();
  }
}

/** Outside the lines of a COPY no line of these dumps starts with the word. */
function partsOf(dump: string): Part[] {
  const parts: Part[] = [];
  let rest = dump;
  for (let at = /^COPY .*;\n/m.exec(rest); at; at = /^COPY .*;\n/m.exec(rest)) {
    const start = at.index + at[0].length;
    // A table without rows has no line before the end mark.
    const end = rest.startsWith('\\.\n', start) ? start : rest.indexOf('\n\\.\n', start) + 1;
    parts.push({ sql: rest.slice(0, at.index) }, { sql: at[0], lines: rest.slice(start, end) });
    rest = rest.slice(end + 3);
  }
  return [...parts, { sql: rest }];
}
