/**
 * percentile_cont: the value at `fraction` of the way through the sorted values, interpolated linearly
 * between its two neighbours. "Negative durations are left out"; null when nothing is left.
 */
export function durationPercentile(durations: number[], fraction: number): number | null {
  const sorted = durations.filter((duration) => duration >= 0).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const position = (sorted.length - 1) * fraction;
  const lower = sorted[Math.floor(position)]!;
  const upper = sorted[Math.ceil(position)]!;
  return lower + (upper - lower) * (position - Math.floor(position));
}
