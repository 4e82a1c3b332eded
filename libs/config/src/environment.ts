import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { loadConfig, type Config } from './load-config';

/** The process's environment over a `.env` file in `folder` or the nearest folder above it that has one. */
export function readEnvironment(folder: string): Record<string, string | undefined> {
  const file = nearestEnvFile(folder);
  return { ...(file ? parseEnv(readFileSync(file, 'utf8')) : {}), ...process.env };
}

function nearestEnvFile(folder: string): string | undefined {
  const file = join(folder, '.env');
  if (existsSync(file)) return file;
  // The workspace's root is the last place to look.
  if (existsSync(join(folder, 'nx.json')) || dirname(folder) === folder) return undefined;
  return nearestEnvFile(dirname(folder));
}

/** The configuration of this process. @throws ConfigurationError */
export function loadConfigFromProcess(): Config {
  return loadConfig(readEnvironment(process.cwd()));
}
