import type { Config } from '@acme/config';
import { UsageError } from '@acme/errors';
import { renderTable } from '@acme/runner';
import { requireLedger, withWarehouse } from '@acme/runner';

/** Shows the last runs, the newest first. */
export async function history(
  config: Config,
  [limit = '20', ...rest]: readonly string[],
  say: (text: string) => void,
): Promise<void> {
  if (!/^[1-9]\d{0,4}$/.test(limit) || rest.length > 0) {
    throw new UsageError('history takes one number, of runs to show', 'for example: acme-etl history 5');
  }
  const runs = await withWarehouse(config, async (warehouse) => {
    await requireLedger(warehouse);
    return warehouse.rows<
      Record<
        'run' | 'job' | 'status' | 'started' | 'seconds' | 'now' | 'read' | 'written' | 'error',
        string | null
      >
    >(
      `select
         runs.run_id::text as run, runs.job, runs.status || coalesce(' (' || nullif(runs.exit_code, 0) || ')', '') as status,
         to_char(runs.started_at, 'YYYY-MM-DD HH24:MI:SS') as started,
         round(extract(epoch from runs.finished_at - runs.started_at), 1)::text as seconds,
         to_char(runs.logical_now, 'YYYY-MM-DD HH24:MI:SS') as now,
         coalesce(loaded.extracted, 0)::text as read,
         coalesce(published.written, 0)::text as written,
         runs.error ->> 'message' as error
       from etl.runs
       left join (select run_id, sum(extracted) as extracted from etl.loads group by run_id) as loaded using (run_id)
       left join (select run_id, sum(inserted + updated + deleted) as written from etl.publications group by run_id) as published using (run_id)
       order by runs.run_id desc limit $1`,
      [limit],
    );
  });
  if (runs.length === 0) return say('no job has run yet');
  const columns = ['run', 'job', 'status', 'started', 'seconds', 'now', 'read', 'written', 'error'] as const;
  say(
    renderTable(
      columns,
      runs.map((run) => columns.map((column) => run[column] ?? '')),
      'left',
    ),
  );
}
