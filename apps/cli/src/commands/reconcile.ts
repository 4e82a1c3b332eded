import { flag } from '@acme/command-line';
import { parseRunArguments } from '@acme/config';
import { findSqlRoot, readSql, sqlstateOf } from '@acme/db';
import { ContractError } from '@acme/errors';
import { allJobs } from '@acme/jobs';
import { renderTable, runProcess, stopOnSignals, withWarehouse, type OpenDatabases } from '@acme/runner';
import { createLogger } from '@acme/logging';
import { reconcileJob, type EntityComparison } from '@acme/pipeline';
import { command } from '../command';

const number = (value: number) => value.toLocaleString('en-US');
const shownKeys = 10;
const shownDays = 15;

/**
 * Compares orders with payments and confirmations, and every source row with its row in the warehouse.
 * @throws ContractError (65) when rows differ and were not repaired
 */
export const reconcile = command({
  name: 'reconcile',
  summary: 'compare orders with payments, and sources with the warehouse',
  options: { repair: flag('load again what differs, and compute what reads it') },
  endsItself: true,
  action: async ({ repair = false }, { say, open }) => reconcileAll(await open(), repair, say),
});

async function reconcileAll(
  open: OpenDatabases,
  repair: boolean,
  say: (text: string) => void,
): Promise<void> {
  const comparisons = await compareSources(open, repair);
  say('Sources against the warehouse, by keyed hash of every row');
  say(renderComparisons(comparisons));
  for (const comparison of comparisons) for (const line of renderKeys(comparison)) say(line);
  const differing = comparisons.filter(isWrong);
  if (repair && differing.length > 0) {
    say('\nRepaired; the tables that read these rows are computed again.\n');
    await runProcess('acme-etl run all', allJobs, () => parseRunArguments([]), 'person');
  }
  say(await renderDays(open));
  if (!repair && differing.length > 0) {
    throw new ContractError(
      `the warehouse differs from its sources in ${differing.map(({ entity }) => entity).join(', ')}`,
      differing.map(({ entity }) => entity),
      'acme-etl reconcile --repair loads these rows again',
    );
  }
}

const isWrong = ({ missing, extra, altered }: EntityComparison) =>
  missing.length + extra.length + altered.length > 0;

async function compareSources(open: OpenDatabases, repair: boolean): Promise<EntityComparison[]> {
  const log = createLogger({ level: 'warn', destination: 'stderr' });
  const stop = stopOnSignals();
  const comparisons: EntityComparison[] = [];
  for (const job of allJobs) {
    comparisons.push(
      ...(await reconcileJob(job, {
        config: open.config,
        arguments: parseRunArguments([]),
        log: log.child({ job: job.name }),
        signal: stop.signal,
        repair,
      })),
    );
  }
  stop.release();
  return comparisons;
}

function renderComparisons(comparisons: readonly EntityComparison[]): string {
  return renderTable(
    [
      'entity',
      'source',
      'warehouse',
      'buckets',
      'differ',
      'missing',
      'extra',
      'altered',
      'not yet loaded',
      'quarantined',
    ],
    comparisons.map((row) => [
      row.entity,
      ...[
        row.sourceRows,
        row.coreRows,
        row.buckets,
        row.differingBuckets,
        row.missing.length,
        row.extra.length,
        row.altered.length,
        row.waiting,
        row.quarantined,
      ].map(number),
    ]),
  );
}

function renderKeys({ entity, missing, extra, altered }: EntityComparison): string[] {
  const line = (what: string, ids: readonly string[]) =>
    ids.length === 0
      ? []
      : [
          `  ${entity} ${what}: id ${ids.slice(0, shownKeys).join(', ')}${ids.length > shownKeys ? ` and ${number(ids.length - shownKeys)} more` : ''}`,
        ];
  return [
    ...line('missing in the warehouse', missing),
    ...line('not in the source', extra),
    ...line('altered', altered),
  ];
}

/** NULL: the source cannot tell. */
type Day = Record<string, string | null>;

/** The days on which orders, captured payments and confirmations do not match, and the totals. */
async function renderDays(open: OpenDatabases): Promise<string> {
  if (open.config.flags.v1Schema)
    return '\nOrders, payments and confirmations are compared where the tables of schema analytics are published: ENABLE_V1_SCHEMA=false';
  return withWarehouse(open.config, async (warehouse) => {
    const sql = readSql(findSqlRoot(), 'reconcile', 'orders_payments_confirmations.sql');
    let days: Day[];
    try {
      days = await warehouse.rows<Day>(sql);
    } catch (error) {
      if (sqlstateOf(error) === '42P01')
        return '\nOrders, payments and confirmations cannot be compared before all jobs have run: acme-etl run all';
      throw error;
    }
    const off = days.filter(
      (day) =>
        day.not_captured !== '0' ||
        (day.confirmed_orders !== null && day.confirmed_orders !== day.valid_orders) ||
        day.captures_without_order !== '0' ||
        day.difference_cents !== '0',
    );
    const columns = Object.keys(days[0] ?? {});
    const table = (rows: Day[]) =>
      renderTable(
        columns,
        rows.map((row) => columns.map((column) => row[column] ?? 'unknown')),
      );
    return [
      '\nOrders against captured payments and order confirmations, per currency (minor units)',
      '  each amount in its own currency: an order captured in another one is short in its own, and over in the other',
      table(totals(days)),
      `\n${number(off.length)} of ${number(days.length)} days × currencies do not match${off.length > shownDays ? `; the last ${shownDays}` : ''}`,
      ...(off.length > 0 ? [table(off.slice(0, shownDays))] : []),
    ].join('\n');
  });
}

function totals(days: readonly Day[]): Day[] {
  const sums = new Map<string, Record<string, bigint | null>>();
  for (const row of days) {
    const sum = sums.get(row.currency!) ?? {};
    for (const [name, value] of Object.entries(row))
      if (name !== 'day' && name !== 'currency')
        sum[name] = value === null ? null : (sum[name] ?? 0n) + BigInt(value);
    sums.set(row.currency!, sum);
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, sum]) => ({
      day: 'all',
      currency,
      ...Object.fromEntries(
        Object.entries(sum).map(([name, value]) => [name, value === null ? null : String(value)]),
      ),
    }));
}
