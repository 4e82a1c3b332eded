import type { Config } from '@acme/config';
import { openLocalDefault, type LocalDefault } from '@acme/local';

/** The databases and the key a process works with; `release` lets go of what was started for it. */
export interface OpenDatabases {
  readonly config: Config;
  /** The local default, where it is in use. */
  readonly local?: LocalDefault;
  readonly release: () => Promise<void>;
}

/**
 * With database URLs given, the configuration as it is. With none, the local default: a real PostgreSQL
 * with a sample shop and a development key, in a folder that git ignores.
 */
export async function openDatabases(config: Config, tell: (text: string) => void): Promise<OpenDatabases> {
  if (!config.databases.local) return { config, release: async () => undefined };
  const local = await openLocalDefault({ dir: config.local.dir, shop: config.local.shop, tell });
  const keyring = config.keyring.json || config.keyring.file ? config.keyring : { file: local.keyringFile };
  return {
    config: { ...config, databases: { ...local.databases, local: true }, keyring },
    local,
    release: local.release,
  };
}
