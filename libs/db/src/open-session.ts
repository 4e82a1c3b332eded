import { requireSource, requireWarehouse, type Config, type Service } from '@acme/config';
import { connect, connectSettings } from './connect';
import { Session } from './session';
import { SourceSession, type SourceOptions } from './source-session';

export interface WarehouseOptions {
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Everything stands in one transaction that is rolled back; absent: no. */
  readonly dryRun?: boolean;
  /** How often the connection is tried; absent: as often as the configuration says. */
  readonly attempts?: number;
  /** Ends attempts, and afterwards what the session is at. */
  readonly signal?: AbortSignal;
}

/**
 * Opens a session of the warehouse that the configuration names.
 * @throws ConfigurationError without a URL, DatabaseUnavailableError, AccessDeniedError, StoppedError
 */
export async function openWarehouse(config: Config, options: WarehouseOptions): Promise<Session> {
  const { dryRun = false, signal, ...more } = options;
  const client = await connect({
    ...connectSettings(config),
    ...more,
    url: requireWarehouse(config),
    name: 'warehouse',
    ...(signal ? { signal } : {}),
  });
  return new Session(client, 'warehouse', dryRun, signal);
}

/**
 * Opens a session of a service's database that the configuration names, with what queries of the legacy tables read there.
 * @throws ConfigurationError without a URL, DatabaseUnavailableError, AccessDeniedError, StoppedError
 */
export function openSource(
  config: Config,
  service: Service,
  options: Pick<SourceOptions, 'applicationName' | 'signal' | 'explain'>,
): Promise<SourceSession> {
  return SourceSession.open({
    ...connectSettings(config),
    ...options,
    url: requireSource(config, service),
    name: service,
    settings: { 'etl.legacy_currency': config.legacyCurrency },
  });
}
