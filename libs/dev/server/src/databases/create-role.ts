import type { Client } from 'pg';

/** Makes a role that may log in and nothing more, or gives an existing one this password. */
export async function createRole(client: Client, name: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name]);
  // CREATE ROLE takes no parameters; the server quotes what it is going to run.
  const { rows } = await client.query<{ statement: string }>(
    `select format('%s role %I login password %L', $1::text, $2::text, $3::text) as statement`,
    [rowCount ? 'alter' : 'create', name, password],
  );
  await client.query(rows[0]!.statement);
}
