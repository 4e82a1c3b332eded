import type { Session } from '@acme/db';
import type { Path } from '@acme/pipeline';
import { CaseError } from './case-error';
import type { Case, Row } from './case-file';

export interface Column {
  readonly name: string;
  /** Not null, and without a default of its own. */
  readonly required: boolean;
}

/** The columns of a relation, in order; none where there is no such relation. */
export const columnsOf = (warehouse: Session, relation: string): Promise<Column[]> =>
  warehouse.rows<{ name: string; required: boolean }>(
    `select attname as name, attnotnull and not atthasdef and attidentity = '' as required
     from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped order by attnum`,
    [relation],
  );

/** @throws CaseError naming file and line of a column there is not, and the one that was probably meant */
export function refuseUnknown(
  one: Case,
  path: Path,
  row: Row,
  columns: readonly { readonly name: string }[],
  relation: string,
): void {
  const names = columns.map(({ name }) => name);
  const unknown = Object.keys(row).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const near = names.find((name) => distance(name, unknown) <= 2);
  throw new CaseError(
    one.place([...path, unknown]),
    `${relation} has no column ${unknown}; ${near ? `did you mean ${near}?` : `it has ${names.join(', ')}`}`,
  );
}

/** Levenshtein's: how many letters one has to change, add or take away. */
function distance(left: string, right: string): number {
  let row = [...Array(right.length + 1).keys()];
  for (const [i, letter] of [...left].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...right].entries())
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (letter === other ? 0 : 1)));
    row = next;
  }
  return row.at(-1)!;
}
