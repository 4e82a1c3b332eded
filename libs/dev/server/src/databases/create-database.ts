import { escapeIdentifier, type Client } from 'pg';

/** Makes a database, if there is none of the name, that is closed to all roles but its owner. */
export async function createDatabase(client: Client, name: string, owner: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
  const database = escapeIdentifier(name);
  if (!rowCount) await client.query(`create database ${database} owner ${escapeIdentifier(owner)}`);
  // By default every role may connect and make temporary tables, that is, write.
  await client.query(`revoke connect, temp on database ${database} from public`);
}
