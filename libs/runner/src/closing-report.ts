import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@acme/config';
import { findSqlRoot, readSql, sqlstateOf, type Session } from '@acme/db';
import type { Job, RunResult } from '@acme/pipeline';
import type { Outcome } from './run-together';
import { renderTable } from './table';
import { withWarehouse } from './warehouse';

const number = (value: number) => value.toLocaleString('en-US');

/** The closing report of several jobs: a block per domain with what an analyst would look at first. */
export async function renderClosing(outcomes: readonly Outcome[], config: Config): Promise<string> {
  const blocks: string[] = [];
  for (const outcome of outcomes) {
    const heading = outcome.job.domain.toUpperCase();
    if ('error' in outcome) {
      blocks.push(`${heading}\n  ${outcome.job.name} failed; its tables are as they were.`);
      continue;
    }
    const { result } = outcome;
    const findings = result.dryRun
      ? []
      : await withWarehouse(config, (warehouse) =>
          renderFindings(warehouse, outcome.job, config.flags.v1Schema),
        );
    blocks.push([`${heading}\n${counts(result)}`, ...findings].join('\n\n'));
  }
  return `${['', ...blocks, howToGoOn(outcomes, config)].join('\n\n')}`;
}

function counts({ job, runId, dryRun, summary }: RunResult): string {
  const sum = (values: number[]) => number(values.reduce((total, value) => total + value, 0));
  const loads = Object.values(summary.loads);
  const tables = summary.publications;
  const lines = [
    `  ${job}: ${dryRun ? 'dry run, nothing was written' : `run ${runId}`} in ${summary.seconds.toFixed(1)} s`,
    `  read ${sum(loads.map((load) => load.extracted))} rows: ` +
      `${sum(loads.map((load) => load.inserted))} new, ${sum(loads.map((load) => load.updated))} changed, ` +
      `${sum(loads.map((load) => load.deleted))} deleted, ${number(summary.quarantineOpen)} in quarantine`,
    `  ${tables.length} tables: ${sum(tables.map((table) => table.rows))} rows, ` +
      `${sum(tables.map((table) => table.inserted + table.updated + table.deleted))} written by this run`,
  ];
  for (const { entity, why } of summary.readAgain)
    lines.push(`  ${entity} was read again from its beginning: ${why}`);
  for (const { table, waitsFor } of summary.heldBack)
    lines.push(`  ${table} was left as it is until ${waitsFor.join(', ')} is read to its end`);
  return lines.join('\n');
}

/**
 * The queries of sql/reports/<domain>, or of sql/reports/v1/<domain> where those tables are published, in the
 * order of their names; the first line of each is its title.
 */
async function renderFindings(warehouse: Session, job: Job, v1Schema: boolean): Promise<string[]> {
  const folder = join(findSqlRoot(), 'reports', ...(v1Schema ? ['v1'] : []), job.domain);
  if (!existsSync(folder)) return [];
  const findings: string[] = [];
  for (const file of readdirSync(folder).sort()) {
    const sql = readSql(folder, file);
    const title = sql.slice(0, sql.indexOf('\n')).replace(/^-- /, '');
    findings.push(`  ${title}\n${await renderRows(warehouse, sql)}`);
  }
  return findings;
}

async function renderRows(warehouse: Session, sql: string): Promise<string> {
  try {
    const { fields, rows } = await warehouse.client.query<(string | null)[]>({
      text: sql,
      rowMode: 'array',
      types: { getTypeParser: () => String },
    });
    if (rows.length === 0) return '    none';
    const table = renderTable(
      fields.map((field) => field.name),
      rows.map((row) => row.map((cell) => cell ?? '')),
    );
    return table.replace(/^/gm, '  ');
  } catch (error) {
    // A table of another job that has never run.
    if (sqlstateOf(error) === '42P01') return '    not known yet: a job whose table this reads has not run';
    throw error;
  }
}

function howToGoOn(outcomes: readonly Outcome[], config: Config): string {
  const quarantined = outcomes.some(
    (outcome) => 'result' in outcome && outcome.result.summary.quarantineOpen > 0,
  );
  const local = config.databases.local;
  const [table, day] = config.flags.v1Schema
    ? ['analytics_v1.order_analytics', 'order_date']
    : ['analytics.order_daily', 'day'];
  return [
    'Go on',
    `  npx acme-etl query "select * from ${table} order by ${day} desc limit 10"`,
    ...(quarantined
      ? ['  npx acme-etl query "select entity, reasons, count(*) from etl.quarantine group by 1, 2"']
      : []),
    ...(local
      ? [
          '  npx acme-etl local        keeps the databases up and prints how to connect with psql',
          '  npx acme-etl advance 3    lets three days pass in the shop; then run again',
        ]
      : [`  psql "$WAREHOUSE_DATABASE_URL"`]),
    '  npx acme-etl parity       compares the tables of both schemas',
    '  npx acme-etl reconcile    compares payments with orders, and the sources with the warehouse',
  ].join('\n');
}
