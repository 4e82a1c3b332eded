import type { Config, Service } from '@acme/config';
import { ConfigurationError } from '@acme/errors';

/** Rows of one table that a day of the sample shop touched. */
export interface RowsTouched {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** What a checkout works with where no database URL is given. */
export interface LocalDefault {
  readonly databases: { readonly warehouse: string; readonly sources: Readonly<Record<Service, string>> };
  readonly keyringFile: string;
  /** Lets days pass in the sample shop. `until`: the instant at which its time then ends. */
  readonly advance: (
    days: number,
  ) => Promise<{ readonly until: Date; readonly touched: Readonly<Record<string, RowsTouched>> }>;
  /** Lets go of the server; the last process to do so stops it. */
  readonly release: () => Promise<void>;
}

/** Opens a local default; `tell` is called with what takes a moment. */
export type LocalDefaultProvider = (
  options: Config['local'],
  tell: (text: string) => void,
) => Promise<LocalDefault>;

/** The databases and the key a process works with; `release` lets go of what was started for it. */
export interface OpenDatabases {
  readonly config: Config;
  /** The local default, where it is in use. */
  readonly local?: LocalDefault;
  readonly release: () => Promise<void>;
}

let provider: LocalDefaultProvider | undefined;

/**
 * For the entry point of a checkout: gives the processes of this program a local default. What ships has none, so
 * that neither a server nor a sample shop is in an image.
 */
export function provideLocalDefault(open: LocalDefaultProvider): void {
  provider = open;
}

/**
 * With database URLs given, the configuration as it is. With none, the local default where there is one.
 * @throws ConfigurationError where no database URL is given and the program has no local default
 */
export async function openDatabases(config: Config, tell: (text: string) => void): Promise<OpenDatabases> {
  if (!config.databases.local) return { config, release: async () => undefined };
  if (!provider)
    throw new ConfigurationError(
      'no database URL is given',
      "set WAREHOUSE_DATABASE_URL and the sources' URLs (docs/settings.md); in a checkout, `npm start` and " +
        '`npx acme-etl` work on a local PostgreSQL with a sample shop',
    );
  const local = await provider(config.local, tell);
  const keyring = config.keyring.json || config.keyring.file ? config.keyring : { file: local.keyringFile };
  return {
    config: { ...config, databases: { ...local.databases, local: true }, keyring },
    local,
    release: local.release,
  };
}
