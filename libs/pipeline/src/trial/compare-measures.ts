import { quoteIdentifier, type Session } from '@acme/db';
import type { MetricDefinition } from '../definitions/metric-definition';
import type { Scratch } from '../sql/scratch';
import type { ShapeChange } from './compare-shape';
import { measuresOf } from './make-pairs';

/** How the values of one column differ in rows that both sides have. */
export interface MeasureChange {
  readonly column: string;
  /** Rows of which the value is another one. */
  readonly rows: number;
  /** The sums over all rows of the slices, of columns of numbers; null: no row has a value. */
  readonly sums?: { readonly before: string | null; readonly after: string | null };
  /** Numbers: those that differ most; else a few. Values as text, null: NULL. */
  readonly largest: readonly {
    readonly key: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

const numeric = new Set(['bigint', 'numeric', 'double precision']);
const shown = 3;

/** The columns in which pairs differ, those of most rows first. */
export async function compareMeasures(
  warehouse: Session,
  { grain, columns }: MetricDefinition,
  { comparable }: ShapeChange,
  pairs: Scratch<'pairs'>,
): Promise<MeasureChange[]> {
  const changes: MeasureChange[] = [];
  for (const column of measuresOf(grain, comparable)) {
    const [before, after] = ['old', 'new'].map((side) => quoteIdentifier(`${side}_${column}`)) as [
      string,
      string,
    ];
    const isNumber = numeric.has(columns[column]!.type);
    const differs = `kind = 'changed' and ${before} is distinct from ${after}`;
    const sum = (of: string) => (isNumber ? `sum(${of})::text` : 'null::text');
    const found = await warehouse.one<{ rows: string; before: string | null; after: string | null }>(
      `select count(*) filter (where ${differs})::text as rows, ${sum(before)} as before, ${sum(after)} as after from ${pairs.name}`,
    );
    if (found.rows === '0') continue;
    const size = isNumber ? `abs(coalesce(${after}, 0) - coalesce(${before}, 0)) desc, ` : '';
    changes.push({
      column,
      rows: Number(found.rows),
      ...(isNumber ? { sums: { before: found.before, after: found.after } } : {}),
      largest: await warehouse.rows(
        `select key, ${before}::text as before, ${after}::text as after
         from ${pairs.name} where ${differs} order by ${size}slice desc, key limit ${shown}`,
      ),
    });
  }
  return changes.sort((a, b) => b.rows - a.rows);
}
