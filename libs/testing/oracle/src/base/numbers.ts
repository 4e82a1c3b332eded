import type { Row } from './types';

/** "The quotient as a fraction, NULL when the denominator is 0." */
export function rate(numerator: number | null, denominator: number): number | null {
  return numerator === null || denominator === 0 ? null : numerator / denominator;
}

/** Average of whole microseconds; summed exactly. */
export function average(values: number[]): number | null {
  if (values.length === 0) return null;
  const sum = values.reduce((total, value) => total + BigInt(value), 0n);
  return Number(sum) / values.length;
}

/** percentile_cont(0.5): the middle value, or halfway between the two middle ones. */
export function median(values: number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const position = (sorted.length - 1) / 2;
  const lower = sorted[Math.floor(position)]!;
  const upper = sorted[Math.ceil(position)]!;
  return lower + (upper - lower) * (position - Math.floor(position));
}

/** The members of `set` that `keep` accepts. */
export function filterSet<T>(set: Iterable<T>, keep: (value: T) => boolean): Set<T> {
  const kept = new Set<T>();
  for (const value of set) if (keep(value)) kept.add(value);
  return kept;
}

/** One list per distinct grain, in the order of first appearance. */
export function groupBy<T>(items: Iterable<T>, grainOf: (item: T) => Row): { grain: Row; items: T[] }[] {
  const groups = new Map<string, { grain: Row; items: T[] }>();
  for (const item of items) {
    const grain = grainOf(item);
    const key = JSON.stringify(grain);
    const group = groups.get(key) ?? { grain, items: [] };
    group.items.push(item);
    groups.set(key, group);
  }
  return [...groups.values()];
}
