import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import knex, { type Knex } from 'knex';
import { StoppedError } from '@acme/errors';
import { cancelQuery } from './cancel';
import { connectionOptions } from './connection-options';
import { readSql } from './sql-files';
import { classifyDatabaseError } from './sqlstate';

const silent = {
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
  deprecate: () => undefined,
};

/** Feeds knex the numbered files of sql/warehouse; they only go forward. */
function migrationFiles(folder: string, signal?: AbortSignal): Knex.MigrationSource<string> {
  return {
    getMigrations: async () =>
      readdirSync(folder)
        .filter((file) => file.endsWith('.sql'))
        .sort(),
    getMigrationName: (file) => file,
    getMigration: async (file) => ({
      up: async (database) => {
        if (signal?.aborted) throw new StoppedError();
        await database.raw(readSql(join(folder, file)).replaceAll('?', '\\?'));
      },
      down: async () => {
        throw new Error('migrations of the warehouse are not undone; write the next one');
      },
    }),
  };
}

async function withKnex<T>(
  url: string,
  sqlRoot: string,
  work: (database: Knex, config: Knex.MigratorConfig) => Promise<T>,
  signal?: AbortSignal,
  lockTimeoutMs = 0,
) {
  if (signal?.aborted) throw new StoppedError();
  const backends = new Set<number>();
  const database = knex({
    client: 'pg',
    connection: {
      ...connectionOptions(url, 'warehouse'),
      application_name: 'acme-etl migrations',
    } as Knex.PgConnectionConfig,
    pool: {
      min: 0,
      max: 2,
      afterCreate: (
        connection: { processID: number; query: (sql: string, done: (error?: Error) => void) => void },
        done: (error?: Error) => void,
      ) => {
        backends.add(connection.processID);
        connection.query(`set lock_timeout to '${lockTimeoutMs}ms'`, done);
      },
    },
    log: silent,
  });
  const folder = join(sqlRoot, 'warehouse');
  const cancel = () => void Promise.all([...backends].map((pid) => cancelQuery(url, pid)));
  signal?.addEventListener('abort', cancel);
  try {
    return await work(database, {
      migrationSource: migrationFiles(folder, signal),
      tableName: 'schema_migrations',
      schemaName: 'etl',
    });
  } catch (error) {
    if (signal?.aborted) throw new StoppedError({ cause: error });
    throw classifyDatabaseError(error, 'warehouse');
  } finally {
    signal?.removeEventListener('abort', cancel);
    await database.destroy();
  }
}

/**
 * Brings the warehouse's schema up to date; concurrent callers wait for each other. An advisory lock
 * guards it, not knex's lock row: a killed migrator would leave that row behind for ever. Gives the
 * names of the files that were applied. The signal ends the wait, or the file at work, which is rolled back.
 * `lockTimeoutMs`: how long a statement of a file may wait for a lock before it fails with 55P03 (0: for ever);
 * files that are applied by then stay so.
 * @throws DatabaseUnavailableError, AccessDeniedError, StoppedError
 */
export async function migrate(
  url: string,
  sqlRoot: string,
  signal?: AbortSignal,
  lockTimeoutMs = 0,
): Promise<string[]> {
  const work = async (database: Knex, config: Knex.MigratorConfig) => {
    const holder = await database.client.acquireConnection();
    try {
      // Another migrator is at work, not in the way.
      await holder.query('set lock_timeout to 0');
      await holder.query("select pg_advisory_lock(hashtextextended('acme-etl migrations', 0))");
      await holder.query('create schema if not exists etl');
      const [, pending] = (await database.migrate.list(config)) as [unknown, unknown[]];
      if (pending.length === 0) return [];
      await database.migrate.forceFreeMigrationsLock(config);
      const [, applied] = (await database.migrate.latest(config)) as [number, string[]];
      return applied;
    } finally {
      await holder.query('select pg_advisory_unlock_all()').catch(() => undefined);
      database.client.releaseConnection(holder);
    }
  };
  return withKnex(url, sqlRoot, work, signal, lockTimeoutMs);
}

/** The files that `migrate` would apply; reads only. */
export async function pendingMigrations(url: string, sqlRoot: string): Promise<string[]> {
  return withKnex(url, sqlRoot, async (database) => {
    const all = readdirSync(join(sqlRoot, 'warehouse'))
      .filter((file) => file.endsWith('.sql'))
      .sort();
    const { rows } = await database.raw("select to_regclass('etl.schema_migrations') is not null as known");
    if (!rows[0].known) return all;
    const done = await database.raw('select name from etl.schema_migrations');
    const names = new Set(done.rows.map((row: { name: string }) => row.name));
    return all.filter((file) => !names.has(file));
  });
}
