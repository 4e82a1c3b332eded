import { escapeIdentifier, type Client } from 'pg';

/**
 * Lets a reader select the tables of a service's database, those made later too. `client` is the
 * superuser inside that database, who owns its tables.
 */
export async function openToReader(client: Client, database: string, reader: string): Promise<void> {
  const role = escapeIdentifier(reader);
  for (const statement of [
    `grant connect on database ${escapeIdentifier(database)} to ${role}`,
    `revoke create on schema public from public`,
    `grant usage on schema public to ${role}`,
    `grant select on all tables in schema public to ${role}`,
    `alter default privileges in schema public grant select on tables to ${role}`,
    // Without it other sessions' transaction start times are hidden, and the commit fence is blind.
    `grant pg_read_all_stats to ${role}`,
    `alter role ${role} set default_transaction_read_only = on`,
  ]) {
    await client.query(statement);
  }
}
