import { quoteIdentifier, type Session } from '@acme/db';
import { engineSql } from '../sql/engine-sql';
import { createScratchAs, type Scratch } from '../sql/scratch';

/** Changed rows of one relation, from whichever phase changes it. */
export type Changes = Scratch<'all_changes'>;

/** How changed rows are found: SQL over relations with aliases. */
export interface ChangedRows {
  readonly isNew: string;
  readonly isGone: string;
  /** Columns with an old and a new value. */
  readonly columns: readonly string[];
  /** Alias of the rows as they were; null: they were not there. */
  readonly old: string | null;
  /** Alias of the rows as they will be; null: they will not be there. */
  readonly new: string | null;
  /** Alias of a relation that has the columns, for the types of a side that is not there. */
  readonly like: string;
  /** Further columns of the select list. */
  readonly more?: readonly string[];
  /** All after `from`. */
  readonly from: string;
}

/** Makes `all_changes`. */
export const collectChanges = (warehouse: Session, rows: ChangedRows): Promise<Changes> =>
  createScratchAs(warehouse, 'all_changes', changesQuery(rows));

const changesQuery = ({ isNew, isGone, columns, old, new: present, like, more = [], from }: ChangedRows) => {
  const list = [
    `${isNew} as is_new`,
    `${isGone} as is_gone`,
    ...more,
    ...side('old', old, columns, like),
    ...side('new', present, columns, like),
  ];
  return `select ${list.join(', ')}\nfrom ${from}`;
};

const side = (prefix: 'old' | 'new', alias: string | null, columns: readonly string[], like: string) =>
  columns.map((column) => {
    const name = quoteIdentifier(column);
    // A CASE on a real column gives the NULLs of a missing side their type.
    const value = alias ? `${alias}.${name}` : `case when false then ${like}.${name} end`;
    return `${value} as ${quoteIdentifier(`${prefix}_${column}`)}`;
  });

/** Makes `all_changes` of every row of a relation, as if each were new; its key comes along. */
export async function everythingAsNew(
  warehouse: Session,
  relation: string,
  columns: readonly string[],
): Promise<Changes> {
  return collectChanges(warehouse, await asNew(warehouse, relation, columns));
}

/** Makes `changed` in the shape that a relation's changes have, without rows. */
export async function changedShape(
  warehouse: Session,
  relation: string,
  columns: readonly string[],
): Promise<Scratch<'changed'>> {
  const rows = await asNew(warehouse, relation, columns);
  return createScratchAs(warehouse, 'changed', `${changesQuery(rows)} where false`);
}

async function asNew(warehouse: Session, relation: string, columns: readonly string[]): Promise<ChangedRows> {
  const keys = await warehouse.rows<{ name: string }>(engineSql('staleness', 'key_columns'), [relation]);
  return {
    isNew: 'true',
    isGone: 'false',
    columns: [...new Set([...columns, ...keys.map((key) => key.name)])],
    old: null,
    new: 'present',
    like: 'present',
    from: `${quoteIdentifier(relation)} as present`,
  };
}
