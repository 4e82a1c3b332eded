import {
  computeAll,
  computeV1,
  diffTables,
  GRAINS,
  TABLE_NAMES,
  V1_GRAINS,
  V1_TABLE_NAMES,
} from '@acme/oracle';
import { legacyOracleInput, oracleInput } from './oracle-input';
import { historyOf, published } from './published';

export interface Flags {
  readonly legacyEtl: boolean;
  readonly v1Schema: boolean;
  readonly legacyCurrency?: string;
}

/** The settings of flags. */
export const settingsOf = ({ legacyEtl, v1Schema, legacyCurrency }: Flags) => ({
  ENABLE_LEGACY_ETL: String(legacyEtl),
  ENABLE_V1_SCHEMA: String(v1Schema),
  ...(legacyCurrency ? { LEGACY_CURRENCY: legacyCurrency } : {}),
});

/** Every published table beside its independent computation over the source rows; empty where all agree. */
export async function disagreements(
  source: string,
  warehouse: string,
  zone: string,
  now: string,
  { legacyEtl, v1Schema, legacyCurrency }: Flags = { legacyEtl: false, v1Schema: false },
): Promise<Record<string, string[]>> {
  const input = legacyEtl ? legacyOracleInput : oracleInput;
  const facts = await input(source, zone, now, {
    history: await historyOf(warehouse),
    ...(legacyCurrency ? { legacyCurrency } : {}),
  });
  const found: Record<string, string[]> = {};
  const compare = async (
    schema: string,
    table: string,
    expected: Parameters<typeof diffTables>[0],
    grain: string[],
  ) => {
    const differences = diffTables(expected, await published(warehouse, table, schema), grain);
    if (differences.length > 0)
      found[table] = [`${differences.length} differences`, ...differences.slice(0, 5)];
  };
  if (v1Schema) {
    const expected = computeV1(facts);
    for (const table of V1_TABLE_NAMES)
      await compare('analytics_v1', table, expected[table], V1_GRAINS[table]);
  } else {
    const expected = computeAll(facts);
    for (const table of TABLE_NAMES) await compare('analytics', table, expected[table]!, GRAINS[table]!);
  }
  return found;
}
