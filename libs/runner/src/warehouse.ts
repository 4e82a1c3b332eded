import { requireWarehouse, type Config } from '@acme/config';
import { connect, connectSettings, Session } from '@acme/db';
import { ConfigurationError } from '@acme/errors';

/** Opens the warehouse for looking only; the session cannot write. */
export async function withWarehouse<T>(config: Config, work: (warehouse: Session) => Promise<T>): Promise<T> {
  const client = await connect({
    url: requireWarehouse(config),
    name: 'warehouse',
    applicationName: 'acme-etl',
    ...connectSettings(config),
    attempts: 1,
  });
  const session = new Session(client, 'warehouse', false);
  try {
    await session.query('set default_transaction_read_only = on');
    return await work(session);
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
