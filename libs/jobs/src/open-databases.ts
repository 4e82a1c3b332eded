import type { Config } from '@acme/config';
import { openLocalDefault } from '@acme/local';

/** The databases and the key a process works with; `release` lets go of what was started for it. */
export interface OpenDatabases {
  readonly config: Config;
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
    release: local.release,
  };
}
