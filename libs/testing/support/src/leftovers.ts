import { Client, escapeIdentifier } from 'pg';
import { isLeftover } from './database-name';
import { dropStaleTemplates } from './templates/stale';

/**
 * Drops what ended processes left on the shared server: their databases, templates that were not used for days and,
 * where no other process has databases, roles.
 */
export async function removeLeftovers(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    // One process is enough; the lock ends with the session.
    const { rows } = await client.query<{ ours: boolean }>(
      `select pg_try_advisory_lock(hashtext('leftovers of tests')) as ours`,
    );
    if (!rows[0]!.ours) return;
    const { rows: databases } = await client.query<{ name: string }>(
      `select datname as name from pg_database where datname like 'test\\_%'`,
    );
    const leftovers = databases.filter(({ name }) => isLeftover(name));
    for (const { name } of leftovers)
      await client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
    await dropStaleTemplates(client);
    if (leftovers.length === databases.length) await dropRoles(client);
  } finally {
    await client.end();
  }
}

/** Roles that suites have made. One that still owns something, in a template say, stays. */
async function dropRoles(client: Client): Promise<void> {
  const { rows: roles } = await client.query<{ name: string }>(
    `select rolname as name from pg_roles where rolname not like 'pg\\_%' and rolname <> current_user`,
  );
  for (const { name } of roles)
    await client.query(`drop role if exists ${escapeIdentifier(name)}`).catch((error: { code?: string }) => {
      // 2BP01: dependent_objects_still_exist.
      if (error.code !== '2BP01') throw error;
    });
}
