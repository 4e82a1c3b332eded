import { computeAll, diffTables, GRAINS, TABLE_NAMES } from '@acme/oracle';
import { historyOf, oracleInput, published } from '@acme/testing';

/** Every table beside its independent computation over the source rows; empty where all agree. */
export async function disagreements(
  source: string,
  warehouse: string,
  zone: string,
  now: string,
): Promise<Record<string, string[]>> {
  const expected = computeAll(await oracleInput(source, zone, now, { history: await historyOf(warehouse) }));
  const found: Record<string, string[]> = {};
  for (const table of TABLE_NAMES) {
    const differences = diffTables(expected[table], await published(warehouse, table), GRAINS[table]);
    if (differences.length > 0)
      found[table] = [`${differences.length} differences`, ...differences.slice(0, 5)];
  }
  return found;
}
