import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfigurationError } from '@acme/errors';
import { loadConfig, type Config } from './load-config';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The process's environment over a `.env` file in `folder`, or in the nearest folder above it up to the
 * root of the workspace. Outside a workspace only `folder` is looked at.
 * @throws ConfigurationError when there is a `.env` that cannot be read
 */
export function readEnvironment(folder: string): Record<string, string | undefined> {
  const file = candidates(folder)
    .map((candidate) => join(candidate, '.env'))
    .find((path) => existsSync(path));
  return { ...(file ? parseEnv(readText(file)) : {}), ...process.env };
}

function candidates(folder: string): string[] {
  const folders = [folder];
  for (let at = folder; !existsSync(join(at, 'nx.json')); folders.push(at)) {
    if (dirname(at) === at) return [folder];
    at = dirname(at);
  }
  return folders;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigurationError(`${file} cannot be read`, 'make it a readable file, or remove it', {
      cause: error,
    });
  }
}

/**
 * The configuration of this process. `overrides` come before the environment and `.env`.
 * @throws ConfigurationError
 */
export function loadConfigFromProcess(overrides: Environment = {}): Config {
  return loadConfig({ ...readEnvironment(process.cwd()), ...overrides });
}

/**
 * TERMINATION_LOG_FILE, read apart from the other settings: that these are wrong has to be told there too.
 * Undefined: it is not set, or cannot be read.
 */
export function terminationLogFile(): string | undefined {
  try {
    return readEnvironment(process.cwd())['TERMINATION_LOG_FILE']?.trim() || undefined;
  } catch {
    return process.env['TERMINATION_LOG_FILE']?.trim() || undefined;
  }
}
