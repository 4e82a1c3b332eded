import { Client, escapeIdentifier } from 'pg';
import { ownDatabaseName } from '../database-name';
import type { TestServer } from '../test-server';
import { shortHash } from './hash-of-files';
import { dropTemplate, noteUse } from './stale';

/** What a template holds. */
export interface TemplateContent {
  /** What was asked for: plain data. Of the same request only the latest version is kept. */
  readonly request: unknown;
  /** Changes whenever the same request makes something else: a hash of all that makes it. */
  readonly version: string;
  /** Fills the empty database at a URL, and leaves no connection open. */
  fill(url: string): Promise<void>;
}

/**
 * A database of the content: a copy of a template that is made by whichever process asks first, and kept by the
 * server. A template under its name is whole; one whose making ended midway has another name, and is made anew.
 */
export async function fromTemplate(
  server: TestServer,
  content: TemplateContent,
): Promise<{ name: string; url: string }> {
  const family = `template_${shortHash(JSON.stringify(content.request))}`;
  const template = `${family}_${shortHash(content.version)}`;
  const client = new Client({ connectionString: server.url('postgres') });
  await client.connect();
  try {
    // Held while it is made and copied; it ends with the session, however the process ends.
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [template]);
    if (!(await exists(client, template))) {
      await dropOthers(client, family, template);
      await make(client, server, template, content);
    }
    await noteUse(client, template);
    const name = ownDatabaseName();
    await client.query(`create database ${escapeIdentifier(name)} template ${escapeIdentifier(template)}`);
    return { name, url: server.url(name) };
  } finally {
    await client.end();
  }
}

async function make(
  client: Client,
  server: TestServer,
  template: string,
  content: TemplateContent,
): Promise<void> {
  const unfinished = `${template}_unfinished`;
  await client.query(`drop database if exists ${escapeIdentifier(unfinished)} with (force)`);
  await client.query(`create database ${escapeIdentifier(unfinished)}`);
  await content.fill(server.url(unfinished));
  // Nobody may connect any more: a template that is connected to cannot be copied.
  await client.query(`alter database ${escapeIdentifier(unfinished)} allow_connections false`);
  await client.query(
    `alter database ${escapeIdentifier(unfinished)} rename to ${escapeIdentifier(template)}`,
  );
}

async function exists(client: Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
  return rowCount === 1;
}

/** Earlier versions of the same request. */
async function dropOthers(client: Client, family: string, template: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select datname as name from pg_database where datname like $1 and datname not like $2`,
    [`${family}\\_%`, `${template}%`],
  );
  for (const { name } of rows) await dropTemplate(client, name.replace(/_unfinished$/, ''));
}
