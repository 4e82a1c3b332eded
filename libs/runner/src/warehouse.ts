import type { Config } from '@acme/config';
import { openWarehouse, type Session } from '@acme/db';
import { ConfigurationError } from '@acme/errors';

/** Opens the warehouse for looking only; the session cannot write. */
export async function withWarehouse<T>(config: Config, look: (warehouse: Session) => Promise<T>): Promise<T> {
  const session = await openWarehouse(config, { applicationName: 'acme-etl', attempts: 1 });
  try {
    await session.query('set default_transaction_read_only = on');
    return await look(session);
  } finally {
    await session.end();
  }
}

/** @throws ConfigurationError on a warehouse that no run has prepared yet. */
export async function requireLedger(warehouse: Session): Promise<void> {
  const { ready } = await warehouse.one<{ ready: boolean }>(
    "select to_regclass('etl.runs') is not null as ready",
  );
  if (!ready)
    throw new ConfigurationError('the warehouse is empty: no job has run yet', 'run one: acme-etl run all');
}
