import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import knex, { type Knex } from 'knex';
import type { Client } from 'pg';
import { ConfigurationError, StoppedError } from '@acme/errors';
import { connect, type ConnectOptions, type ConnectSettings } from './connect';
import { endConnection } from './end-connection';
import { readSql } from './sql-files';
import { classifyDatabaseError } from './sqlstate';

const silent = {
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
  deprecate: () => undefined,
};

const files = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort();

/** Feeds knex the numbered files of sql/warehouse; they only go forward. */
function migrationFiles(folder: string, signal?: AbortSignal): Knex.MigrationSource<string> {
  return {
    getMigrations: async () => files(folder),
    getMigrationName: (file) => file,
    getMigration: async (file) => ({
      up: async (database) => {
        if (signal?.aborted) throw new StoppedError();
        const sql = readSql(join(folder, file));
        await database.raw(sql.replaceAll('?', '\\?')).catch((error: unknown) => {
          // knex puts the statement, a whole file, before what the server said.
          if (error instanceof Error && error.message.startsWith(sql))
            error.message = error.message.slice(sql.length).replace(/^ - /, '');
          throw error;
        });
      },
      down: async () => {
        throw new Error('migrations of the warehouse are not undone; write the next one');
      },
    }),
  };
}

/** Migrations may take their time; how often and how long to connect is the caller's to say. */
type Settings = Omit<ConnectSettings, 'statementTimeoutSeconds'>;
const onceOnly: Settings = { attempts: 1, timeoutSeconds: 10 };

const warehouse = (url: string, settings: Settings, signal?: AbortSignal) => ({
  ...settings,
  url,
  name: 'warehouse',
  applicationName: 'acme-etl migrations',
  statementTimeoutSeconds: 0,
  ...(signal ? { signal } : {}),
});

/** Knex works on connections of ours: the same options, settings, watch and stop as any other. */
function openKnex(options: ConnectOptions, lockTimeoutMs: number): Knex {
  const database = knex({
    client: 'pg',
    // Knex makes no pool without one; it is never read.
    connection: { database: 'warehouse' },
    pool: { min: 0, max: 2 },
    log: silent,
    version: '14',
  });
  const client = database.client as {
    acquireRawConnection: () => Promise<Client>;
    destroyRawConnection: (connection: Client) => Promise<void>;
  };
  client.acquireRawConnection = async () => {
    const connection = await connect(options);
    await connection.query(`set lock_timeout to '${lockTimeoutMs}ms'`);
    connection.on('error', (error) => Object.assign(connection, { __knex__disposed: error }));
    return connection;
  };
  client.destroyRawConnection = (connection) => endConnection(connection);
  return database;
}

async function withKnex<T>(
  options: ConnectOptions,
  sqlRoot: string,
  work: (database: Knex, config: Knex.MigratorConfig) => Promise<T>,
  lockTimeoutMs: number,
) {
  const { signal } = options;
  if (signal?.aborted) throw new StoppedError();
  const database = openKnex(options, lockTimeoutMs);
  try {
    return await work(database, {
      migrationSource: migrationFiles(join(sqlRoot, 'warehouse'), signal),
      tableName: 'schema_migrations',
      schemaName: 'etl',
    });
  } catch (error) {
    if (signal?.aborted) throw new StoppedError({ cause: error });
    throw classifyDatabaseError(error, 'warehouse');
  } finally {
    await database.destroy();
  }
}

/**
 * Brings the warehouse's schema up to date; concurrent callers wait for each other. An advisory lock
 * guards it, not knex's lock row: a killed migrator would leave that row behind for ever. Gives the
 * names of the files that were applied. The signal ends the wait, or the running file, which is rolled back.
 * `lockTimeoutMs`: how long a statement of a file may wait for a lock before it fails with 55P03 (0: for ever);
 * files that are applied by then stay so.
 * @throws DatabaseUnavailableError, AccessDeniedError, StoppedError; ConfigurationError (78) for a warehouse
 * that a newer version has migrated
 */
export async function migrate(
  url: string,
  sqlRoot: string,
  signal?: AbortSignal,
  lockTimeoutMs = 0,
  settings: Settings = onceOnly,
): Promise<string[]> {
  const work = async (database: Knex, config: Knex.MigratorConfig) => {
    const holder: Client = await database.client.acquireConnection();
    try {
      // Another migrator is running, not in the way.
      await holder.query('set lock_timeout to 0');
      await holder.query("select pg_advisory_lock(hashtextextended('acme-etl migrations', 0))");
      if ((await pendingIn(holder, sqlRoot)).length === 0) return [];
      await holder.query('create schema if not exists etl');
      await database.migrate.forceFreeMigrationsLock(config);
      const [, applied] = (await database.migrate.latest(config)) as [number, string[]];
      return applied;
    } finally {
      await holder.query('select pg_advisory_unlock_all()').catch(() => undefined);
      database.client.releaseConnection(holder);
    }
  };
  return withKnex(warehouse(url, settings, signal), sqlRoot, work, lockTimeoutMs);
}

/**
 * The files that `migrate` would apply; reads only.
 * @throws ConfigurationError (78) for a warehouse that a newer version has migrated, and as `connect`
 */
export async function pendingMigrations(
  url: string,
  sqlRoot: string,
  signal?: AbortSignal,
  settings: Settings = onceOnly,
): Promise<string[]> {
  const client = await connect(warehouse(url, settings, signal));
  try {
    return await pendingIn(client, sqlRoot);
  } catch (error) {
    throw classifyDatabaseError(error, 'warehouse');
  } finally {
    await endConnection(client);
  }
}

async function pendingIn(client: Client, sqlRoot: string): Promise<string[]> {
  const all = files(join(sqlRoot, 'warehouse'));
  const { rows } = await client.query<{ known: boolean }>(
    "select to_regclass('etl.schema_migrations') is not null as known",
  );
  if (!rows[0]!.known) return all;
  const done = await client.query<{ name: string }>('select name from etl.schema_migrations order by name');
  const names = done.rows.map(({ name }) => name);
  refuseNewer(names.filter((name) => !all.includes(name)));
  return all.filter((file) => !names.includes(file));
}

/** @throws ConfigurationError (78) when the warehouse has migrations that these files do not */
function refuseNewer(unknown: readonly string[]): void {
  if (unknown.length === 0) return;
  throw new ConfigurationError(
    `the warehouse has migrations that this version does not know (${unknown.join(', ')}): a newer one has migrated it`,
    'use the newer version; the older one would compute by rules and columns that are no longer there',
  );
}
