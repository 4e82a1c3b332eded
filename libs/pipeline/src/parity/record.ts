import type { Config } from '@acme/config';
import type { Session } from '@acme/db';
import type { TableParity } from './compare-table';

/** Keeps the counts of a comparison by table and day in etl.parity, with the flags it was made under. */
export async function recordParity(
  session: Session,
  { flags }: Config,
  { now, tables }: { readonly now: string; readonly tables: readonly TableParity[] },
): Promise<void> {
  await session.transaction(async () => {
    for (const { table, days } of tables) {
      for (const [day, { compared, equal, declared, unexplained }] of days) {
        await session.query(
          `insert into etl.parity (table_name, day, compared, equal, declared, unexplained, v1_schema, legacy_etl, logical_now)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
          [table, day, compared, equal, declared, unexplained, flags.v1Schema, flags.legacyEtl, now],
        );
      }
    }
  });
}
