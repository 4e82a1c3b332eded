import type { Config } from '@acme/config';
import type { RunResult } from '@acme/pipeline';
import { renderTable } from './table';

const number = (value: number) => value.toLocaleString('en-US');

/** The closing report of a run for a terminal. */
export function renderReport({ job, runId, now, dryRun, summary }: RunResult, config: Config): string {
  const loads = Object.entries(summary.loads);
  const changed = summary.publications.filter((table) => table.slices > 0);
  const lines = [
    `${job}: ${dryRun ? 'dry run, nothing was written' : `run ${runId} done`} in ${summary.seconds.toFixed(1)} s (now ${now}, zone ${config.timeZone})`,
    '',
    renderTable(
      ['read', 'rows', 'inserted', 'updated', 'unchanged', 'quarantined', 'deleted'],
      loads.map(([entity, load]) =>
        [
          entity,
          load.extracted,
          load.inserted,
          load.updated,
          load.unchanged,
          load.quarantined,
          load.deleted,
        ].map((cell) => (typeof cell === 'number' ? number(cell) : cell)),
      ),
    ),
    '',
    renderTable(
      ['table', 'rows', 'recomputed', 'inserted', 'updated', 'deleted'],
      summary.publications.map((table) => [
        table.table,
        number(table.rows),
        number(table.slices),
        number(table.inserted),
        number(table.updated),
        number(table.deleted),
      ]),
    ),
    '',
  ];
  for (const { entity, why } of summary.readAgain)
    lines.push(`${entity} was read again from its beginning: ${why}.`);
  for (const { table, waitsFor } of summary.heldBack)
    lines.push(`${table} was left as it is until ${waitsFor.join(', ')} is read to its end: run its job.`);
  if (changed.length === 0) lines.push('Nothing was stale: no row was written.');
  if (summary.quarantineOpen > 0)
    lines.push(
      `${number(summary.quarantineOpen)} rows are in quarantine: select entity, reasons, count(*) from etl.quarantine group by 1, 2;`,
    );
  if (config.databases.local && !dryRun) {
    lines.push(
      'Query the result:',
      '  npx acme-etl query "select * from analytics.user_activity_daily order by day desc limit 10"',
      '  npx acme-etl local    # keeps the databases up and prints their URLs',
    );
  }
  return lines.join('\n');
}
