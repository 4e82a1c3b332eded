import { quoteIdentifier, readSql, type Session } from '@acme/db';
import {
  coreTokens,
  tokenColumn,
  shownTreatments,
  treatmentOf,
  type Holds,
  type Treatment,
} from './personal-column';
import type { Expression } from './raw-value';

export interface ScrubColumn extends Expression {
  readonly name: string;
  /** Its type in PostgreSQL. */
  readonly type: string;
  readonly holds: Holds;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  /** Absent: not personal. */
  readonly treatment?: Treatment;
  /** Whether its values are to be replaced; else they are only looked at. */
  readonly replaced: boolean;
}

export interface ScrubTable {
  /** With its schema. */
  readonly name: string;
  /** The partitioned table it is part of, or itself. */
  readonly root: string;
  readonly columns: readonly ScrubColumn[];
}

interface Row {
  table_name: string;
  root_name: string;
  is_view: boolean;
  column_name: string;
  type: string;
  not_null: boolean;
  has_default: boolean;
  generated: boolean;
  is_array: boolean;
  holds: Holds;
}

/** The table in core that keeps what v1 tables may show. */
export const shownTable = 'core.users';

/** The tables that can hold personal values of the old system, with what each of their columns is. */
export async function scrubTables(session: Session, sqlRoot: string): Promise<ScrubTable[]> {
  const rows = await session.rows<Row>(readSql(sqlRoot, 'cutover', 'columns.sql'));
  const tables = new Map<string, { name: string; root: string; columns: ScrubColumn[] }>();
  for (const row of rows) {
    const table = tables.get(row.table_name) ?? { name: row.table_name, root: row.root_name, columns: [] };
    tables.set(table.name, table);
    table.columns.push(columnOf(row));
  }
  return [...tables.values()];
}

function columnOf(row: Row): ScrubColumn {
  const name = row.column_name;
  const shown = row.table_name === shownTable ? shownTreatments.get(name) : undefined;
  const treatment =
    row.table_name === shownTable
      ? (shown ?? (coreTokens.has(name) ? tokenColumn : undefined))
      : treatmentOf(row.root_name, name, row.holds);
  return {
    name,
    sql: quoteIdentifier(name),
    isArray: row.is_array,
    type: row.type,
    holds: row.holds,
    notNull: row.not_null,
    hasDefault: row.has_default,
    ...(treatment ? { treatment } : {}),
    // Materialised views and generated columns follow what they are made of.
    replaced:
      treatment !== undefined &&
      !row.is_view &&
      !row.generated &&
      (row.table_name !== shownTable || shown !== undefined),
  };
}
