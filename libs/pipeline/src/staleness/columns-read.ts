import type { Propagation } from '../definitions/definition-schema';
import type { MetricDefinition } from '../definitions/metric-definition';

/** The columns of a relation that the metric tables reading it name, those of the propagation included, sorted. */
export function columnsRead(definitions: readonly MetricDefinition[], relation: string): string[] {
  const columns = new Set<string>();
  for (const definition of definitions) {
    const read = definition.reads[relation];
    if (!read) continue;
    for (const column of [...read.columns, ...propagationColumns(read.propagation)]) columns.add(column);
  }
  return [...columns].sort();
}

const propagationColumns = (propagation: Propagation): readonly string[] =>
  'instants' in propagation
    ? propagation.instants
    : 'dates' in propagation
      ? propagation.dates
      : 'keys' in propagation
        ? propagation.keys
        : [];
