import { sqlstateOf, type SourceSession } from '@acme/db';
import type { Entity } from '@acme/models';

/** How much an extraction query returns, and up to when. */
export interface SourceExtent {
  readonly rows: number;
  /** Of `updated` entities the latest updated_at, of events the latest event, not after the check's now; ISO, or null. */
  readonly newest: string | null;
  readonly lastId: string | null;
}

/** Reads the extent of an entity in a source, whose every row is read once. */
export async function sourceExtent(
  source: SourceSession,
  query: string,
  entity: Entity,
  now: string,
): Promise<SourceExtent> {
  const instant = entity.cursor.kind === 'append' ? entity.cursor.eventTime : 'updated_at';
  const { rows } = await source.query<{ rows: string; newest: Date | null; last_id: string | null }>(
    `select count(*)::text as rows, max(id)::text as last_id,
       max(${instant}) filter (where isfinite(${instant}) and ${instant} <= $1::timestamptz) as newest
     from (${query}\n) as source`,
    [now],
  );
  const row = rows[0]!;
  return { rows: Number(row.rows), newest: row.newest?.toISOString() ?? null, lastId: row.last_id };
}

/** Whether the relations of an extraction query are there. */
export async function isThere(source: SourceSession, query: string): Promise<boolean> {
  try {
    await source.query(`select from (${query}\n) as source limit 0`);
    return true;
  } catch (error) {
    if (sqlstateOf(error) === '42P01') return false;
    if (sqlstateOf(error) === '42703') return true;
    throw error;
  }
}
