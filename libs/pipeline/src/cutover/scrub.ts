import { requireWarehouse, type Config } from '@acme/config';
import {
  connectSettings,
  findSqlRoot,
  openWarehouse,
  pendingMigrations,
  quoteIdentifier,
  readSql,
  type Session,
} from '@acme/db';
import { ConfigurationError, StoppedError } from '@acme/errors';
import { readKeyring, type Keyring } from '@acme/pii';
import { holdLocks } from '../run/hold-locks';
import type { Job } from '../definitions/job';
import { createReplacer, scrubTable } from './scrub-batch';
import { scanTable, type ScannedColumn } from './scrub-scan';
import { makeRoom } from './scrub-shape';
import { scrubTables, shownTable, type ScrubTable } from './scrub-tables';

export interface ScrubOptions {
  readonly config: Config;
  /** Whose locks are held meanwhile. */
  readonly jobs: readonly Job[];
  /** Only counts. */
  readonly dryRun: boolean;
  /** Rows replaced in one transaction, at most. */
  readonly batchRows: number;
  readonly signal: AbortSignal;
  /** Told after each batch, with the rows replaced in the table so far. */
  readonly onProgress?: (table: string, rows: number) => void;
}

export interface ScrubResult {
  /** What a full scan found before; of a dry run the only one. */
  readonly before: readonly ScannedColumn[];
  /** What a full scan found afterwards: the proof. */
  readonly after?: readonly ScannedColumn[];
  /** Rows replaced by this run, by table. */
  readonly replaced: ReadonlyMap<string, number>;
}

/**
 * Replaces the raw personal values in the tables of analytics_v1, and those that core keeps to show there,
 * by the tokens that the warehouse has of them. Bounded transactions; a stopped or killed run is gone on with
 * by the next one. Afterwards everything is read again, and the dead row versions are vacuumed away.
 * @throws ConfigurationError while V1_PII=direct is set, without a key, or with another one; LockHeldError
 */
export async function scrub(options: ScrubOptions): Promise<ScrubResult> {
  const { config, signal, dryRun } = options;
  if (config.disclosure === 'direct') {
    throw new ConfigurationError(
      'V1_PII=direct is set: the next run would write the values again',
      'set V1_PII=tokens (or masked) for every job, then scrub',
    );
  }
  const keyring = readKeyring(config.keyring);
  // Refuses a warehouse that a newer version has migrated.
  await pendingMigrations(requireWarehouse(config), findSqlRoot(), signal, connectSettings(config));
  const session = await openWarehouse(config, { applicationName: 'acme-etl cutover scrub', signal });
  try {
    if (dryRun) await session.query('set default_transaction_read_only = on');
    // No job may write there meanwhile.
    await holdLocks(session, options.jobs, { signal });
    await checkKey(session, keyring);
    return await scrubAll(session, keyring, options);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new StoppedError({ message: 'stopped on request; the batches done so far stay', cause: error });
  } finally {
    await session.end();
  }
}

async function scrubAll(session: Session, keyring: Keyring, options: ScrubOptions): Promise<ScrubResult> {
  const sqlRoot = findSqlRoot();
  const tables = await scrubTables(session, sqlRoot);
  const before = await scanAll(session, tables);
  const replaced = new Map<string, number>();
  if (options.dryRun) return { before, replaced };
  await makeRoom(session, tables);
  const roomy = await scrubTables(session, sqlRoot);
  const tokenOf = createReplacer(keyring);
  for (const table of roomy) {
    await scrubTable(session, table, tokenOf, {
      ...options,
      onBatch: (rows) => {
        const sum = (replaced.get(table.name) ?? 0) + rows;
        replaced.set(table.name, sum);
        options.onProgress?.(table.name, sum);
      },
    });
    if (table.name === shownTable && (await knowsDisclosure(session)))
      await session.transaction(() => session.query(readSql(sqlRoot, 'cutover', 'end_disclosure.sql')));
  }
  const after = await scanAll(session, roomy);
  await vacuum(session, roomy);
  return { before, after, replaced };
}

async function scanAll(session: Session, tables: readonly ScrubTable[]): Promise<ScannedColumn[]> {
  const found: ScannedColumn[] = [];
  for (const table of tables) found.push(...(await scanTable(session, table)));
  return found;
}

/** Tokens of another key would stand for no user. */
async function checkKey(session: Session, keyring: Keyring): Promise<void> {
  if (!(await exists(session, 'etl.watermarks'))) return;
  const others = await session.rows('select from etl.watermarks where key_check <> $1 limit 1', [
    keyring.checkValue,
  ]);
  if (others.length === 0) return;
  throw new ConfigurationError(
    'the PII key is not the one the warehouse was filled with',
    'restore the key it was filled with, then scrub',
  );
}

/**
 * Frees what dead row versions hold, and makes the planner's statistics anew: they have the commonest values
 * of every column. Also where this run replaced nothing: one that was killed may have.
 */
async function vacuum(session: Session, tables: readonly ScrubTable[]): Promise<void> {
  const roots = new Set(
    tables.filter(({ columns }) => columns.some(({ replaced }) => replaced)).map(({ root }) => root),
  );
  for (const root of roots) await session.query(`vacuum (analyze) ${quoteIdentifier(root)}`);
}

/** A warehouse of before the column has nothing to show in core either. */
async function knowsDisclosure(session: Session): Promise<boolean> {
  const { known } = await session.one<{ known: boolean }>(
    `select exists (
       select from pg_attribute where attrelid = to_regclass('etl.watermarks') and attname = 'disclosure') as known`,
  );
  return known;
}

async function exists(session: Session, table: string): Promise<boolean> {
  const { found } = await session.one<{ found: boolean }>('select to_regclass($1) is not null as found', [
    table,
  ]);
  return found;
}
