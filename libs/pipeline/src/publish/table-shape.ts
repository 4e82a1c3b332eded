import type { Session } from '@acme/db';
import type { MetricDefinition } from '../definitions/metric-definition';
import { missingIndexes, presentColumns, serverType, tableColumns } from './table-columns';

/** A way in which a metric table is not what its definition says. */
export interface ShapeDifference {
  readonly what: string;
  /** Its rows cannot be trusted: they are computed again. */
  readonly rows: boolean;
  /** The next run repairs it. */
  readonly mended: boolean;
}

/** How the table differs from its definition: columns, types, key, indexes, comments. */
export async function shapeDifferences(
  warehouse: Session,
  definition: MetricDefinition,
): Promise<ShapeDifference[]> {
  const found = await presentColumns(warehouse, definition.table);
  if (found.length === 0) return [{ what: 'the table is missing', rows: true, mended: true }];
  const differences: ShapeDifference[] = [];
  const add = (what: string, rows: boolean, mended = true) => differences.push({ what, rows, mended });
  const present = new Map(found.map((column) => [column.name, column]));
  const wanted = Object.entries(tableColumns(definition));
  for (const [name, { type, description }] of wanted) {
    const column = present.get(name);
    const expected = serverType(type);
    if (!column) add(`column ${name} is missing`, true);
    else if (column.type !== expected) add(`column ${name} is ${column.type} instead of ${expected}`, true);
    else if (column.comment !== description) add(`the comment of column ${name} is another`, false);
  }
  for (const { name } of found)
    if (!wanted.some(([column]) => column === name))
      add(`column ${name} is not in the definition`, false, false);
  const key = found.filter((column) => column.key).map(({ name }) => name);
  if ([...key].sort().join() !== [...definition.grain].sort().join()) add('the primary key is another', true);
  for (const index of await missingIndexes(warehouse, definition))
    add(`the index on ${index.join(', ')} is missing`, false);
  return differences;
}
