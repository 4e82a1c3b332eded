import { programVersion, settingRows, type Config } from '@acme/config';
import { findSqlRoot, quoteIdentifier, type Session } from '@acme/db';
import { allJobs } from '@acme/jobs';
import { renderTable } from '@acme/runner';
import { activeTables, loadMetricDefinitions } from '@acme/pipeline';
import { requireLedger, withWarehouse } from '@acme/runner';
import { command } from '../command';

/** Shows what the ETL is configured to do and how far the warehouse is. */
export const status = command({
  name: 'status',
  summary: 'settings, flags, watermarks, freshness and stale slices per table',
  action: async (_, { say, open }) => showStatus((await open()).config, say),
});

async function showStatus(config: Config, say: (text: string) => void): Promise<void> {
  say(
    renderTable(
      ['setting', 'value', 'from'],
      settingRows(config).map(({ name, value, source }) => [name, value, source]),
      'left',
    ),
  );
  await withWarehouse(config, async (warehouse) => {
    await requireLedger(warehouse);
    say('');
    say(await versions(warehouse));
    say('');
    say(
      renderTable(
        ['entity', 'source tables', 'loaded until', 'watermark', 'rows', 'quarantined'],
        await entities(warehouse),
        'left',
      ),
    );
    for (const line of await refusedBatches(warehouse)) say(line);
    say('');
    say(
      renderTable(
        [
          'table',
          'published',
          'first slice',
          'last slice',
          'computed for',
          'oldest input',
          'stale slices',
          'as published',
        ],
        await tables(warehouse, config.flags.v1Schema),
        'left',
      ),
    );
  });
}

/** The version of this program, and of the one that ran last. Before they are migrated, ledgers lack the column. */
async function versions(warehouse: Session): Promise<string> {
  const [last] = await warehouse.rows<{ run: string; job: string; version: string | null }>(
    `select run_id::text as run, job, to_jsonb(runs) ->> 'program_version' as version
     from etl.runs order by run_id desc limit 1`,
  );
  const ran = last ? `; run ${last.run} of ${last.job} was of ${last.version ?? 'an unknown version'}` : '';
  return `This is version ${programVersion}${ran}.`;
}

async function entities(warehouse: Session): Promise<string[][]> {
  const rows: string[][] = [];
  for (const entity of allJobs.flatMap((job) => job.entities)) {
    const row = await warehouse.one<{
      generation: string | null;
      until: string | null;
      watermark: string | null;
      rows: string;
      quarantined: string;
    }>(
      `select max(generation) as generation, max(loaded_until)::text as until,
         max(coalesce(after_time::text || ' / ', '') || after_id::text) as watermark,
         (select count(*)::text from core.${entity.name}) as rows,
         (select count(*)::text from etl.quarantine where quarantine.entity = $1) as quarantined
       from etl.watermarks where watermarks.entity = $1`,
      [entity.name],
    );
    rows.push([
      entity.name,
      row.generation ?? '-',
      row.until ?? 'never',
      row.watermark ?? '-',
      row.rows,
      row.quarantined,
    ]);
  }
  return rows;
}

/** Units that a run refused as a whole, and that no run has loaded since. */
async function refusedBatches(warehouse: Session): Promise<string[]> {
  const { known } = await warehouse.one<{ known: boolean }>(
    "select to_regclass('etl.refused_batches') is not null as known",
  );
  if (!known) return [];
  const rows = await warehouse.rows<{ entity: string; run: string; rows: string }>(
    'select entity, run_id::text as run, count(*)::text as rows from etl.refused_batches group by 1, 2 order by 1, 2',
  );
  return rows.map(
    ({ entity, run, rows: refused }) =>
      `run ${run} loaded nothing of a unit of ${entity}: ${refused} rows of ${entity} break the model (etl.refused_batches)`,
  );
}

async function tables(warehouse: Session, v1Schema: boolean): Promise<string[][]> {
  const rows: string[][] = [];
  const definitions = loadMetricDefinitions(findSqlRoot());
  const active = activeTables(definitions, v1Schema);
  const { kept } = await warehouse.one<{ kept: boolean }>(
    "select to_regclass('etl.published_slices') is not null as kept",
  );
  for (const { table, slice } of definitions) {
    const published = active.has(table) ? 'yes' : 'no';
    const { exists } = await warehouse.one<{ exists: boolean }>(
      'select to_regclass($1) is not null as exists',
      [table],
    );
    if (!exists) {
      rows.push([table, published, '-', '-', 'never', '-', 'all', '-']);
      continue;
    }
    const bound = (end: 'min' | 'max') =>
      slice.kind === 'key'
        ? 'null'
        : `(select ${end}(${quoteIdentifier(slice.column)})::text from ${quoteIdentifier(table)})`;
    const row = await warehouse.one<{
      first: string | null;
      last: string | null;
      computed: string | null;
      oldest: string | null;
      stale: string;
    }>(
      `select ${bound('min')} as first, ${bound('max')} as last,
         (select computed_now::text from etl.metric_tables where table_name = $1) as computed,
         (select min(value::timestamptz)::text from etl.metric_tables, jsonb_each_text(inputs) where table_name = $1) as oldest,
         (select case when bool_or(slice = '*') then 'all' else count(distinct slice)::text end
          from etl.stale_slices where table_name = $1) as stale`,
      [table],
    );
    rows.push([
      table,
      published,
      row.first ?? '-',
      row.last ?? '-',
      row.computed ?? 'never',
      row.oldest ?? '-',
      row.stale,
      kept ? await asPublished(warehouse, table) : '-',
    ]);
  }
  return rows;
}

/** Whether the table has the rows that were published, as far as their number tells, and when a run last made good. */
async function asPublished(warehouse: Session, table: string): Promise<string> {
  const row = await warehouse.one<{ published: string | null; present: string; differed: string | null }>(
    `select (select sum(row_count)::text from etl.published_slices where table_name = $1) as published,
       (select count(*)::text from ${quoteIdentifier(table)}) as present,
       (select to_char(differed_at, 'YYYY-MM-DD HH24:MI') from etl.metric_tables where table_name = $1) as differed`,
    [table],
  );
  const { published, present, differed } = row;
  if ((published ?? '0') !== present && published !== null)
    return `no: ${present} rows instead of ${published}; see acme-etl doctor`;
  return differed === null ? 'yes' : `yes, made good ${differed}`;
}
