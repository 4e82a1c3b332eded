import type { Logger } from 'pino';
import { requireWarehouse, type Config } from '@acme/config';
import { connect, connectSettings, findSqlRoot, Session } from '@acme/db';
import { ConfigurationError, StoppedError } from '@acme/errors';
import { activeTables, loadMetricDefinitions } from '../definitions/metric-definition';
import { compareWithPublished, type Comparison } from './compare-with-published';
import { computeWorkingCopy, type Computed } from './compute-working-copy';
import { definitionNamed } from './definition-named';
import { publishedState, type PublishedState } from './published-state';
import { trialDays } from './trial-days';

export interface TrialOptions {
  readonly config: Config;
  /** `schema.table`, or the table alone where that names one. */
  readonly table: string;
  /** Local days, both inclusive; absent: the last thirty, and every key of a table of keys. */
  readonly days?: { readonly from: string; readonly to: string };
  /** Every slice that any row reaches, instead of days. */
  readonly full: boolean;
  /** The folder `sql` of the working copy; absent: the program's own. */
  readonly sqlRoot?: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** What a working copy's definition makes, against what is published. */
export interface Trial extends Pick<Computed, 'days' | 'checks'>, Comparison {
  readonly table: string;
  /** The logical now of the computation, an ISO instant: that of the published rows, where there are any. */
  readonly now: string;
  readonly published: PublishedState;
  /** How many days, months or keys were computed. */
  readonly slices: number;
}

/**
 * Computes a table by its definition in the working copy, beside the published one, from the facts that stand in the
 * warehouse, and compares both. All happens in one transaction, of one state of the warehouse, that is rolled back.
 * @throws DefinitionError (78) with file and line; UsageError on a table that is not defined; ConfigurationError before the
 *   first run; DataRefusedError on what a query throws on data
 */
export async function tryTable(options: TrialOptions): Promise<Trial> {
  const { config, signal } = options;
  const definitions = loadMetricDefinitions(options.sqlRoot ?? findSqlRoot());
  const definition = definitionNamed(
    definitions,
    options.table,
    activeTables(definitions, config.flags.v1Schema),
  );
  const client = await connect({
    url: requireWarehouse(config),
    name: 'warehouse',
    applicationName: `acme-etl try ${definition.table}`.slice(0, 63),
    ...connectSettings(config),
    signal,
  });
  const warehouse = new Session(client, 'warehouse', true, signal);
  try {
    await warehouse.begin();
    await warehouse.query('set transaction isolation level repeatable read');
    await requireFacts(warehouse);
    const published = await publishedState(warehouse, definition, definitions);
    const now = config.runNow?.toISOString() ?? published.computedNow ?? (await latestNow(warehouse));
    const at = { now, timeZone: config.timeZone };
    const days = await trialDays(warehouse, definition, at, options);
    const computed = await computeWorkingCopy({
      ...at,
      warehouse,
      definitions,
      definition,
      exists: published.exists,
      ...(days ? { days } : {}),
      log: options.log,
    });
    const comparison = await compareWithPublished(warehouse, definition, published, computed);
    const { checks, stale } = computed;
    return {
      table: definition.table,
      now,
      published,
      ...(days ? { days } : {}),
      slices: stale.rows,
      checks,
      ...comparison,
    };
  } catch (error) {
    throw signal.aborted ? new StoppedError({ cause: error }) : error;
  } finally {
    await warehouse.end();
  }
}

async function requireFacts(warehouse: Session): Promise<void> {
  const { ready } = await warehouse.one<{ ready: boolean }>(
    "select to_regclass('etl.published_slices') is not null as ready",
  );
  if (!ready)
    throw new ConfigurationError(
      'the warehouse has no facts of this version to compute from',
      'load some: acme-etl run all',
    );
}

/** That of the last run: facts that it loaded may lie after any earlier one. */
async function latestNow(warehouse: Session): Promise<string> {
  const { now } = await warehouse.one<{ now: Date | null }>('select max(logical_now) as now from etl.runs');
  return (now ?? new Date()).toISOString();
}
