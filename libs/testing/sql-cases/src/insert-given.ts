import { quoteIdentifier, type Session } from '@acme/db';
import { CaseError, reasonOf } from './case-error';
import type { Case, Row } from './case-file';
import { columnsOf, refuseUnknown, type Column } from './columns';

/** Inserts what a case gives, each row by itself, so that one that is refused is named with its line. */
export async function insertGiven(warehouse: Session, one: Case): Promise<void> {
  const read = Object.keys(one.definition.reads);
  const known = new Set([...read, ...read.map((relation) => `${relation}_history`)]);
  for (const [relation, rows] of Object.entries(one.given)) {
    const place = one.place(['given', relation]);
    const columns = known.has(relation) ? await columnsOf(warehouse, relation) : [];
    if (columns.length === 0)
      throw new CaseError(
        place,
        `${one.definition.table} does not read ${relation}; it reads ${read.join(', ')}`,
      );
    for (const [nth, given] of rows.entries()) {
      const path = ['given', relation, nth];
      refuseUnknown(one, path, given, columns, relation);
      await insertRow(warehouse, relation, withDefaults(one, relation, given, nth, columns)).catch(
        (error: unknown) => {
          throw new CaseError(one.place(path), `${relation}: ${reasonOf(error)}`, { cause: error });
        },
      );
    }
  }
  for (const column of one.unavailable) {
    const [, entity, name] = column.split('.');
    await warehouse.query(
      'insert into etl.unavailable_columns (entity, column_name, run_id) values ($1, $2, 0)',
      [entity, name],
    );
  }
}

async function insertRow(warehouse: Session, relation: string, row: Row): Promise<void> {
  const names = Object.keys(row).map(quoteIdentifier).join(', ');
  await warehouse.query(
    `insert into ${quoteIdentifier(relation)} (${names})
     select ${names} from jsonb_populate_record(null::${quoteIdentifier(relation)}, $1::jsonb)`,
    [JSON.stringify(row)],
  );
}

/** What a column that must not be NULL holds where a case does not say. */
const stand: Record<string, (row: Row, nth: number, one: Case) => Row[string]> = {
  id: (_row, nth) => nth + 1,
  user_token: () => 'user',
  status: () => 'unspecified',
  currency: () => 'USD',
  amount_cents: () => 0,
  version_at: ({ valid_from: validFrom }) => validFrom ?? null,
  updated_at: ({ created_at: created }, _nth, { now }) => created ?? now,
  computed_at: (_row, _nth, { now }) => now,
  run_id: () => 0,
  loaded_run_id: () => 0,
};

function withDefaults(one: Case, relation: string, given: Row, nth: number, columns: readonly Column[]): Row {
  const row = { ...one.defaults[relation], ...given };
  for (const { name, required } of columns)
    if (required && !(name in row) && stand[name]) row[name] = stand[name](row, nth, one);
  return row;
}
