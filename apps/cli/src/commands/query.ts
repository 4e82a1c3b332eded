import { count, required, text } from '@acme/command-line';
import type { Config } from '@acme/config';
import { readBounded, type BoundedRows, type Session } from '@acme/db';
import { ConfigurationError } from '@acme/errors';
import { renderTable, withWarehouse } from '@acme/runner';
import { command } from '../command';
import { requireReading, tellMistake } from './query-mistakes';

const usualRows = 1_000;
const mostRows = 100_000;
/** Beyond it rows are not shown, however few they are: the table is laid out in memory. */
const mostBytes = 32 * 1024 * 1024;

/**
 * Runs one statement that reads on the warehouse and prints its first rows.
 * @throws UsageError (64) on what does not read, and on mistakes in the statement; AccessDeniedError (77)
 */
export const query = command({
  name: 'query',
  summary: 'run one statement that reads on the warehouse, and print its rows',
  options: {
    rows: count('rows', { most: mostRows }, `how many are shown; ${usualRows} where none is given`),
  },
  arguments: {
    sql: required(
      text('SQL', 'the statement, quoted as one word'),
      'query takes one statement',
      'quote it: acme-etl query "select 1"',
    ),
  },
  async action({ sql, rows = usualRows }, { say, open }) {
    requireReading(sql);
    await showRows((await open()).config, sql, rows, say);
  },
});

async function showRows(
  config: Config,
  sql: string,
  most: number,
  say: (text: string) => void,
): Promise<void> {
  await withWarehouse(config, async (warehouse) => {
    const { columns, rows, more } = await readOnly(config, warehouse, () =>
      readBounded(warehouse.client, sql, { rows: most, bytes: mostBytes }).catch((error: unknown) => {
        throw tellMistake(error, sql);
      }),
    );
    const cells = rows.map((row) => row.map((cell) => cell ?? ''));
    say(renderTable(columns, cells, 'left'));
    say(
      more
        ? `  (the first ${rows.length} rows; there are more${howToSeeMore(most)})`
        : `  (${rows.length} rows)`,
    );
  });
}

const howToSeeMore = (most: number) =>
  most < mostRows ? `: --rows ${Math.min(most * 10, mostRows)} shows more` : '';

/**
 * Reads in a transaction that cannot write and is rolled back. Finding the role is its first query: from then on the server
 * refuses to make the transaction writable. Whatever the statement does to transaction or session ends with them.
 */
async function readOnly(
  config: Config,
  warehouse: Session,
  read: () => Promise<BoundedRows>,
): Promise<BoundedRows> {
  await warehouse.query("set intervalstyle to 'postgres'");
  await warehouse.query('begin transaction read only');
  await takeRole(config, warehouse);
  try {
    return await read();
  } finally {
    await warehouse.query('rollback').catch(() => undefined);
  }
}

const usualRole = 'acme_etl_operator';

/** With QUERY_ROLE set, that role or an error; unset, the usual one where it exists and may be taken. */
async function takeRole(config: Config, warehouse: Session): Promise<void> {
  const role = config.queryRole ?? usualRole;
  const { mayTake } = await warehouse.one<{ mayTake: boolean }>(
    `select exists (
       select from pg_roles where rolname = $1 and pg_has_role(
         session_user, oid, case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end)
     ) as "mayTake"`,
    [role],
  );
  if (mayTake) await warehouse.query("select set_config('role', $1, true)", [role]);
  else if (config.queryRole !== undefined)
    throw new ConfigurationError(
      `the role ${role} of QUERY_ROLE is not there, or the warehouse's user may not take it on`,
      'have it granted, or unset QUERY_ROLE',
    );
}
