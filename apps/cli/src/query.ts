import type { Config } from '@acme/config';
import { sqlstateOf } from '@acme/db';
import { UsageError } from '@acme/errors';
import { renderTable } from '@acme/jobs';
import { withWarehouse } from '@acme/jobs';

/** Runs one read-only query on the warehouse and prints its rows. */
export async function query(
  config: Config,
  [sql, ...rest]: readonly string[],
  say: (text: string) => void,
): Promise<void> {
  if (!sql || rest.length > 0)
    throw new UsageError('query takes one statement', 'quote it: acme-etl query "select 1"');
  await withWarehouse(config, async (warehouse) => {
    await warehouse.query("set intervalstyle to 'postgres'");
    try {
      const { fields, rows } = await warehouse.client.query<unknown[]>({
        text: sql,
        rowMode: 'array',
        types: { getTypeParser: () => String },
      });
      const cells = rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
      say(
        renderTable(
          fields.map((field) => field.name),
          cells,
          'left',
        ),
      );
      say(`  (${rows.length} rows)`);
    } catch (error) {
      // What the operator typed is wrong, not the program; the text names identifiers of that statement.
      if (sqlstateOf(error)?.startsWith('42') || sqlstateOf(error) === '25006') {
        throw new UsageError(
          `the query was refused: ${(error as Error).message}`,
          'acme-etl status lists the tables',
        );
      }
      throw error;
    }
  });
}
