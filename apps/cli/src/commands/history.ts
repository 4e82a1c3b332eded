import { count, optional } from '@acme/command-line';
import type { Config } from '@acme/config';
import { renderTable } from '@acme/runner';
import { requireLedger, withWarehouse } from '@acme/runner';
import { command } from '../command';

const columns = [
  'run',
  'job',
  'status',
  'started',
  'seconds',
  'now',
  'read',
  'written',
  'version',
  'error',
] as const;

/** Shows the last runs, the newest first. */
export const history = command({
  name: 'history',
  summary: 'the last runs, the newest first',
  arguments: { runs: optional(count('runs', { most: 99_999 }, 'how many; 20 where none is given')) },
  action: async ({ runs = 20 }, { say, open }) => showRuns((await open()).config, runs, say),
});

async function showRuns(config: Config, limit: number, say: (text: string) => void): Promise<void> {
  const runs = await withWarehouse(config, async (warehouse) => {
    await requireLedger(warehouse);
    return warehouse.rows<Record<(typeof columns)[number], string | null>>(
      `select
         runs.run_id::text as run, runs.job, runs.status || coalesce(' (' || nullif(runs.exit_code, 0) || ')', '') as status,
         to_char(runs.started_at, 'YYYY-MM-DD HH24:MI:SS') as started,
         round(extract(epoch from runs.finished_at - runs.started_at), 1)::text as seconds,
         to_char(runs.logical_now, 'YYYY-MM-DD HH24:MI:SS') as now,
         coalesce(loaded.extracted, 0)::text as read,
         coalesce(published.written, 0)::text as written,
         -- A warehouse that this version has not migrated yet lacks the column.
         to_jsonb(runs) ->> 'program_version' as version,
         runs.error ->> 'message' as error
       from etl.runs
       left join (select run_id, sum(extracted) as extracted from etl.loads group by run_id) as loaded using (run_id)
       left join (select run_id, sum(inserted + updated + deleted) as written from etl.publications group by run_id) as published using (run_id)
       order by runs.run_id desc limit $1`,
      [limit],
    );
  });
  if (runs.length === 0) return say('no job has run yet');
  say(
    renderTable(
      columns,
      runs.map((run) => columns.map((column) => run[column] ?? '')),
      'left',
    ),
  );
}
