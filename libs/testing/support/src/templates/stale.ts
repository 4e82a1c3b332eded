import { type Client, escapeIdentifier } from 'pg';

const daysKept = 3;

/** Notes on a template that it was used today. */
export async function noteUse(client: Client, template: string): Promise<void> {
  const today = new Date().toISOString().slice(0, 10);
  await client.query(`comment on database ${escapeIdentifier(template)} is 'used ${today}'`);
}

/** Drops templates that nobody has used for days, and those that were never finished, unless somebody is at them. */
export async function dropStaleTemplates(client: Client): Promise<void> {
  const oldest = new Date(Date.now() - daysKept * 86_400_000).toISOString().slice(0, 10);
  const { rows } = await client.query<{ name: string }>(
    `select datname as name from pg_database
     where datname like 'template\\_%'
       and coalesce(substr(shobj_description(oid, 'pg_database'), 6), '') < $1`,
    [oldest],
  );
  for (const { name } of rows) await dropTemplate(client, name.replace(/_unfinished$/, ''));
}

/** Drops a template, finished or not, unless a process makes or copies it now. */
export async function dropTemplate(client: Client, name: string): Promise<void> {
  const { rows } = await client.query<{ ours: boolean }>(
    'select pg_try_advisory_lock(hashtextextended($1, 0)) as ours',
    [name],
  );
  if (!rows[0]!.ours) return;
  for (const database of [`${name}_unfinished`, name])
    await client.query(`drop database if exists ${escapeIdentifier(database)} with (force)`);
  await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]);
}
