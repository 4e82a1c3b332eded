import type { Session } from '@acme/db';
import type { ComputeContext, RunBase } from '../context/run-base';
import type { MetricDefinition } from '../definitions/metric-definition';
import { engineSql } from '../sql/engine-sql';
import { wholeTable } from './mark-stale';

/** What the ledger knows of a metric table. */
export interface TableState {
  readonly definition: string;
  readonly zone: string;
  readonly computed_now: string | null;
  readonly first_day: string | null;
  readonly last_day: string | null;
  /** Of the PII key; null: computed before this was noted. */
  readonly key_check: string | null;
}

export async function readTableState(
  context: ComputeContext,
  definition: MetricDefinition,
): Promise<TableState | undefined> {
  const rows = await context.warehouse.rows<TableState>(engineSql('staleness', 'table_state'), [
    definition.table,
  ]);
  return rows[0];
}

/** Everything must be computed again: a new table, new SQL, another zone or key, or a now before the last one. */
export async function needsRebuild(
  context: RunBase,
  definition: MetricDefinition,
  state: TableState | undefined,
): Promise<boolean> {
  if (!state?.computed_now || context.fullRefresh) return true;
  const { marked } = await context.warehouse.one<{ marked: boolean }>(
    'select exists (select from etl.stale_slices where table_name = $1 and slice = $2) as marked',
    [definition.table, wholeTable],
  );
  if (marked) return true;
  if (state.key_check !== context.keyring.checkValue) return true;
  const clockWentBack = Date.parse(context.now) < Date.parse(state.computed_now);
  return state.definition !== definition.fingerprint || state.zone !== context.timeZone || clockWentBack;
}

/** The tables that were computed by their present definition and zone. */
export async function readComputedTables(
  warehouse: Session,
  definitions: readonly MetricDefinition[],
  timeZone: string,
): Promise<Set<string>> {
  const rows = await warehouse.rows<{ table_name: string; definition: string }>(
    'select table_name, definition from etl.metric_tables where computed_now is not null and zone = $1',
    [timeZone],
  );
  const known = new Map(rows.map((row) => [row.table_name, row.definition]));
  return new Set(
    definitions
      .filter(({ table, fingerprint }) => known.get(table) === fingerprint)
      .map(({ table }) => table),
  );
}
