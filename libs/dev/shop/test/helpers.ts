import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** A folder that every account may enter; mkdtemp's own mode is for its maker alone. */
export function newFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'acme-shop-test-'));
  chmodSync(dir, 0o755);
  return dir;
}

export async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
