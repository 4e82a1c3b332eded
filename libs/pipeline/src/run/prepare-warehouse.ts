import { requireWarehouse, type Config } from '@acme/config';
import { connectSettings, pendingMigrations, type Session } from '@acme/db';
import { ExitCode, OperatorError } from '@acme/errors';
import type { Logger } from 'pino';
import type { LockPatience } from '../context/lock-wait';
import { migratePatiently } from './migrate-patiently';

/** A dry run met a warehouse that has yet to be migrated (exit 78). */
export class WarehouseNotReadyError extends OperatorError {
  readonly exitCode = ExitCode.configuration;
}

export interface WarehousePreparation {
  readonly config: Config;
  readonly sqlRoot: string;
  readonly patience: LockPatience;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/**
 * Applies the migrations that the warehouse lacks; a dry run writes none and so cannot go on without them. Jobs that begin
 * at the same time wait for each other.
 * @throws WarehouseNotReadyError in a dry run; LockWaitError, DatabaseUnavailableError, AccessDeniedError, StoppedError
 */
export async function prepareWarehouse(
  warehouse: Session,
  { config, sqlRoot, patience, log, signal }: WarehousePreparation,
): Promise<void> {
  const url = requireWarehouse(config);
  const settings = connectSettings(config);
  const pending = await pendingMigrations(url, sqlRoot, signal, settings);
  if (pending.length === 0) return;
  if (warehouse.dryRun) {
    throw new WarehouseNotReadyError(
      `the warehouse lacks ${pending.length} migrations (${pending.join(', ')}): the next run applies them and loads everything`,
      'run without --dry-run to go on',
    );
  }
  const applied = await migratePatiently(warehouse, url, sqlRoot, patience, settings, signal);
  if (applied.length > 0) log.info({ applied }, 'warehouse migrated');
}
