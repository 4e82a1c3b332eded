import { classifyDatabaseError, type SourceSession } from '@acme/db';
import type { Entity } from '@acme/models';
import { extractionQuery } from '../sql/extract-sql';
import { engineSql } from '../sql/engine-sql';
import type { SourceContext } from '../context/load-context';

/**
 * Up to where the source is settled. A row committed late by a long transaction carries an updated_at, or
 * an id, from before rows that are visible already; so the watermark never passes the start of the
 * oldest open transaction. Reading goes on beyond the fence: those rows are read again next time.
 */
export interface Fence {
  /** The source's clock, after `maxId` was read. */
  readonly observedAt: string;
  /** Every transaction that could still commit rows started at or after this instant of the source's clock. */
  readonly settledUntil: string;
  /** Highest id visible before `observedAt`; absent for an empty table and for `updated` entities. */
  readonly maxId?: string;
}

export async function observeFence(context: SourceContext, entity: Entity): Promise<Fence> {
  const { source } = context;
  try {
    // Order matters: a transaction that starts after observedAt draws only ids above maxId.
    const maxId =
      entity.cursor.kind === 'append'
        ? await highestId(source, extractionQuery(context.sourcesFolder, entity))
        : undefined;
    const { rows } = await source.query<{
      observed_at: string;
      oldest: string | null;
      blind: boolean;
      overlapped: string;
    }>(engineSql('source', 'observe_transactions'), [context.limits.overlapMinutes]);
    const { observed_at: observedAt, oldest, blind, overlapped } = rows[0]!;
    if (oldest)
      context.log.info(
        { entity: entity.name, oldest },
        'a transaction is open in the source: rows since its start are read again next time',
      );
    return {
      observedAt,
      settledUntil: blind ? overlapped : (oldest ?? observedAt),
      ...(maxId ? { maxId } : {}),
    };
  } catch (error) {
    throw classifyDatabaseError(error, context.job.service);
  }
}

async function highestId(source: SourceSession, query: string): Promise<string | undefined> {
  const { rows } = await source.query<{ id: string | null }>(
    `select max(id)::text as id from (${query}\n) as source`,
  );
  return rows[0]?.id ?? undefined;
}
