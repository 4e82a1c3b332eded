/** percentile_cont of ascending values: between two of them in proportion, null when there are none. */
export function percentileOfSorted(sorted: ArrayLike<number>, fraction: number): number | null {
  if (sorted.length === 0) return null;
  const position = fraction * (sorted.length - 1);
  const lower = sorted[Math.floor(position)]!;
  const upper = sorted[Math.ceil(position)]!;
  return lower + (upper - lower) * (position - Math.floor(position));
}

export const percentile = (values: number[], fraction: number): number | null =>
  percentileOfSorted(Float64Array.from(values).sort(), fraction);

export function sumOf<T>(items: T[], amountOf: (item: T) => number): number {
  return items.reduce((total, item) => total + amountOf(item), 0);
}
