import { classifyDatabaseError, type SourceSession } from '@acme/db';
import type { Entity } from '@acme/models';
import { extractionQuery } from '../sql/extract-sql';
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
    }>(
      // A replica is as far as its primary was when it committed what was replayed last.
      `with clock as (
         select
           clock_timestamp() as observed_at,
           least(clock_timestamp(), case when pg_is_in_recovery() then pg_last_xact_replay_timestamp() end) as reached_at
       ),
       open_transactions as (
         select xact_start as started_at
         from pg_stat_activity
         where pid <> pg_backend_pid() and datname = current_database() and backend_type = 'client backend' and xact_start is not null
         union all
         select prepared from pg_prepared_xacts where database = current_database()
       )
       select
         clock.observed_at::text,
         (select min(started_at)::text from open_transactions) as oldest,
         -- A replica does not show its primary's transactions, and other roles' need pg_read_all_stats.
         pg_is_in_recovery() or not pg_has_role('pg_read_all_stats', 'usage') as blind,
         (clock.reached_at - make_interval(mins => $1))::text as overlapped
       from clock`,
      [context.limits.overlapMinutes],
    );
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
