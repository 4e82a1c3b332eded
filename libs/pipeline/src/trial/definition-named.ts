import { shownArgument, UsageError } from '@acme/errors';
import { nearest } from '@acme/command-line';
import type { MetricDefinition } from '../definitions/metric-definition';

/**
 * The definition of a table, by its full name, or by its own where one schema has such a table; of several, the one whose
 * schema is published.
 * @throws UsageError
 */
export function definitionNamed(
  definitions: readonly MetricDefinition[],
  name: string,
  active: ReadonlySet<string>,
): MetricDefinition {
  const named = definitions.filter(({ table }) => table === name || table.split('.')[1] === name);
  const found = named.length > 1 ? named.filter(({ table }) => active.has(table)) : named;
  if (found.length === 1) return found[0]!;
  const names = named.map(({ table }) => table);
  if (named.length > 1)
    throw new UsageError(
      `${shownArgument(name)} is the name of several tables`,
      `name ${names.join(' or ')}`,
    );
  const known = definitions.map(({ table }) => (name.includes('.') ? table : table.split('.')[1]!));
  const meant = nearest(name, known);
  throw new UsageError(
    `there is no definition of a table ${shownArgument(name)}`,
    `${meant ? `did you mean ${meant}? ` : ''}sql/metrics has a folder for each table`,
  );
}
