import { count, flag } from '@acme/command-line';
import type { Config } from '@acme/config';
import { DataRefusedError, visible } from '@acme/errors';
import { allJobs } from '@acme/jobs';
import { renderTable, stopOnSignals } from '@acme/runner';
import { scrub, type ScannedColumn } from '@acme/pipeline';
import { command } from '../command';

const usualBatch = 10_000;
const number = (value: number) => value.toLocaleString('en-US');

/**
 * Replaces the raw personal values in schema analytics_v1 by tokens and shows what a full scan finds
 * afterwards; with --dry-run, what it finds now.
 * @throws DataRefusedError (65) when anything is left
 */
export const cutoverScrub = command({
  name: 'scrub',
  summary: 'replace raw personal values in v1 tables by tokens',
  options: {
    'dry-run': flag('show what a full scan finds, write nothing'),
    'batch-rows': count(
      'rows',
      { most: 9_999_999 },
      `rows per transaction; ${usualBatch} where none are given`,
    ),
  },
  endsItself: true,
  action: async ({ 'dry-run': dryRun = false, 'batch-rows': batchRows = usualBatch }, { say, open }) =>
    scrubAll((await open()).config, dryRun, batchRows, say),
});

async function scrubAll(
  config: Config,
  dryRun: boolean,
  batchRows: number,
  say: (text: string) => void,
): Promise<void> {
  const stop = stopOnSignals();
  const { before, after, replaced } = await scrub({
    config,
    jobs: allJobs,
    dryRun,
    batchRows,
    signal: stop.signal,
    onProgress: (table, rows) => say(`${visible(table)}: ${number(rows)} rows`),
  });
  if (before.length === 0) return say('there is no table that could hold personal values');
  if (!after) {
    say('What a full scan finds now; nothing was written');
    say(renderScan(before));
    return say(renderPlan(before));
  }
  const rows = [...replaced.values()].reduce((sum, count) => sum + count, 0);
  say(`${number(rows)} rows in ${replaced.size} tables were replaced. What a full scan finds afterwards`);
  say(renderScan(after));
  const left = after.filter(({ raw }) => raw > 0);
  if (left.length === 0) return say('No raw personal value is left.');
  throw new DataRefusedError(
    `raw personal values are left in ${left.map(({ table, column, raw }) => `${table}.${column} (${number(raw)} rows)`).join(', ')}`,
    'empty or drop columns that are no column of persons, refresh materialised views, then scrub again',
  );
}

function renderPlan(columns: readonly ScannedColumn[]): string {
  const sum = (found: readonly ScannedColumn[]) => number(found.reduce((total, { raw }) => total + raw, 0));
  const others = columns.filter(({ what, raw }) => what === 'other' && raw > 0);
  return [
    `${sum(columns.filter(({ what }) => what !== 'other'))} raw values would be replaced.`,
    ...(others.length > 0
      ? [`${sum(others)} values of other columns look like some; they are yours to empty or drop.`]
      : []),
  ].join('\n');
}

/** Personal columns, and others in which something was found. */
function renderScan(columns: readonly ScannedColumn[]): string {
  const shown = columns.filter(({ what, raw }) => what !== 'other' || raw > 0);
  const others = columns.length - shown.length;
  return [
    renderTable(
      ['table', 'column', 'what', 'raw', 'tokens', 'masked'],
      shown.map(({ table, column, what, raw, tokens, masked }) => [
        table,
        column,
        what,
        number(raw),
        number(tokens),
        number(masked),
      ]),
      'left',
    ),
    `  and ${others} other text columns, in which nothing looks like an e-mail address or a phone number`,
  ].join('\n');
}
