import type { MetricDefinition } from '../definitions/metric-definition';
import type { PublishedState } from './published-state';

/** How the columns of a definition differ from those of the published table. */
export interface ShapeChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** `revenue_cents: bigint instead of numeric` */
  readonly retyped: readonly string[];
  /** The key of the published table where it is another one: then no row of one side is a row of the other. */
  readonly grainBefore?: readonly string[];
  /** Columns whose values can be compared. */
  readonly comparable: readonly string[];
}

const typeNames: Readonly<Record<string, string>> = { timestamptz: 'timestamp with time zone' };

/** Compares the columns. Those of a table that is not published yet are no difference. */
export function compareShape(definition: MetricDefinition, published: PublishedState): ShapeChange {
  const names = Object.keys(definition.columns);
  if (!published.exists) return { added: [], removed: [], retyped: [], comparable: names };
  const typeOf = (name: string) => {
    const { type } = definition.columns[name]!;
    return typeNames[type] ?? type;
  };
  const both = names.filter((name) => published.columns.has(name));
  const retyped = both.filter((name) => published.columns.get(name) !== typeOf(name));
  const sameGrain =
    [...published.grain].sort().join() === [...definition.grain].sort().join() &&
    !retyped.some((name) => definition.grain.includes(name));
  return {
    added: names.filter((name) => !published.columns.has(name)),
    removed: [...published.columns.keys()].filter((name) => !names.includes(name)),
    retyped: retyped.map((name) => `${name}: ${typeOf(name)} instead of ${published.columns.get(name)!}`),
    ...(sameGrain ? {} : { grainBefore: published.grain }),
    comparable: both.filter((name) => !retyped.includes(name)),
  };
}
