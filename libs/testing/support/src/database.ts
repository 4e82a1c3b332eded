import { escapeIdentifier } from 'pg';
import { ownDatabaseName } from './database-name';
import { query } from './query';
import type { TestServer } from './test-server';

/** A database made for one test or suite. */
export interface TestDatabase {
  readonly name: string;
  readonly url: string;
}

/**
 * Makes a database with a name of its own: an empty one, or a copy of `template` (nobody may be connected to it
 * meanwhile).
 */
export async function createDatabase(
  server: TestServer,
  options: { readonly template?: string } = {},
): Promise<TestDatabase> {
  const name = ownDatabaseName();
  const template = escapeIdentifier(options.template ?? 'template1');
  await query(server.url('postgres'), `create database ${escapeIdentifier(name)} template ${template}`);
  return { name, url: server.url(name) };
}

/** Drops a database, and the connections to it that a failed test left open. */
export async function dropDatabase(server: TestServer, database: TestDatabase): Promise<void> {
  await query(
    server.url('postgres'),
    `drop database if exists ${escapeIdentifier(database.name)} with (force)`,
  );
}
