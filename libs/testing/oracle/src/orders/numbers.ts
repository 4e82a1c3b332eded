export const sum = <T>(items: Iterable<T>, valueOf: (item: T) => number): number => {
  let total = 0;
  for (const item of items) total += valueOf(item);
  return total;
};

/** percentile_cont: linear between the two values next to the position; NULL of nothing. */
export function percentile(values: number[], fraction: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const position = (sorted.length - 1) * fraction;
  const lower = sorted[Math.floor(position)]!;
  const upper = sorted[Math.ceil(position)]!;
  return lower + (upper - lower) * (position - Math.floor(position));
}

/** Ids are numbers written as text, possibly beyond what a double holds. */
export function compareIds(a: string, b: string): number {
  const [left, right] = [BigInt(a), BigInt(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
