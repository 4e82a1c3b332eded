import { type Session } from '@acme/db';
import { computeSlices } from '@acme/pipeline';
import { CaseError, reasonOf } from './case-error';
import type { Case } from './case-file';
import { refuseUnknown } from './columns';
import { expectedRows, freshRows } from './comparable-rows';
import { difference, renderDifference } from './difference';
import { insertGiven } from './insert-given';

/**
 * Computes a case's table from its given rows, in a transaction that is rolled back. `warehouse`: migrated, with every
 * metric table and no rows.
 * @throws CaseError with file and line: for other rows than expected a table of them, for a mistake in the case what it is
 */
export async function runCase(warehouse: Session, one: Case): Promise<void> {
  const { definition, now, zone, days } = one;
  await warehouse.query('begin');
  try {
    await insertGiven(warehouse, one);
    const columns = comparedColumns(one);
    await computeSlices({
      warehouse,
      definition,
      now,
      timeZone: zone,
      ...(days ? { days } : {}),
    }).catch((error: unknown) => {
      throw new CaseError(one.place([]), reasonOf(error), { cause: error });
    });
    const grain = definition.grain.every((name) => columns.includes(name)) ? definition.grain : [];
    const found = difference(
      await expectedRows(warehouse, one, columns),
      await freshRows(warehouse, definition, columns),
      grain,
    );
    const shown = renderDifference(found, columns);
    if (shown) throw new CaseError(one.place(['expect']), `${definition.table}: ${shown}`);
  } finally {
    await warehouse.query('rollback');
  }
}

/** The columns that some expected row names, in the table's order; all where no row is expected. */
function comparedColumns(one: Case): string[] {
  const names = Object.keys(one.definition.columns);
  for (const [nth, row] of one.expect.entries())
    refuseUnknown(
      one,
      ['expect', nth],
      row,
      names.map((name) => ({ name })),
      one.definition.table,
    );
  return one.expect.length === 0 ? names : names.filter((name) => one.expect.some((row) => name in row));
}
