import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigurationError } from '@acme/errors';
import { weaknessOf } from './weak-key';

/** The keys that personal values are tokenised with. Only the current version makes tokens. */
export interface Keyring {
  /** Version of the current key; tokens begin with `v<version>_`. */
  readonly version: number;
  /** The 32-byte key of a name (`email`, `user`, …), derived from the current master key. */
  subkey(name: string): Buffer;
  /** Tells keys apart without giving them away: stored with the warehouse that was filled under it. */
  readonly checkValue: string;
}

const leastKeyBytes = 32;
/** In a subshell that makes files for its user only and overwrites none. */
const makeOne = `(umask 077; set -C; node -e "console.log(JSON.stringify({current:1,keys:{1:require('crypto').randomBytes(32).toString('base64')}}))" > keyring.json)`;
const howToMake = `make one: ${makeOne}, keep a copy elsewhere, and set PII_KEYRING_FILE to it`;
const howToMend =
  'restore it from its copy: the tokens in the warehouse cannot be made again with another key, so write no new one over it. ' +
  `Only for a warehouse that was never filled ${howToMake}`;
const howToReplace =
  'add 32 random bytes as a key of the next version, make that the current one, keep the others, and load everything again: ' +
  'acme-etl run all --full-refresh';

const schema = z.strictObject({
  current: z.int().min(1),
  keys: z.record(z.string().regex(/^[1-9]\d{0,5}$/), z.string()),
});

/**
 * Reads the keyring from a file or from JSON text. There is no default key and no random one.
 * @throws ConfigurationError that never holds key material
 */
export function readKeyring(from: { readonly json?: string; readonly file?: string }): Keyring {
  if (from.json) return parseKeyring(from.json, 'PII_KEYRING');
  if (!from.file) throw new ConfigurationError('no PII key is configured', howToMake);
  let json: string;
  try {
    json = readFileSync(from.file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new ConfigurationError(
      `the keyring file of PII_KEYRING_FILE cannot be read (${code})`,
      'check its path and permissions; if it is lost, restore it from its copy',
    );
  }
  return parseKeyring(json, 'the keyring file');
}

/** `origin` says in messages where the text came from. @throws ConfigurationError */
export function parseKeyring(json: string, origin = 'the keyring'): Keyring {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // The parser's own message quotes the text, and so the key.
    throw new ConfigurationError(`${origin} is not JSON`, howToMend);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success)
    throw new ConfigurationError(
      `${origin} is not of the form {"current": 1, "keys": {"1": "<base64>"}}`,
      howToMend,
    );
  const { current, keys } = parsed.data;
  for (const [version, text] of Object.entries(keys)) {
    if (!/^[A-Za-z0-9+/_-]+=*$/.test(text))
      throw new ConfigurationError(`key ${version} of ${origin} is not base64`, howToMend);
    const bytes = Buffer.from(text, 'base64').length;
    if (bytes < leastKeyBytes) {
      throw new ConfigurationError(
        `key ${version} of ${origin} is too short: ${bytes} bytes instead of ${leastKeyBytes} or more`,
        howToMend,
      );
    }
  }
  const currentKey = keys[String(current)];
  if (currentKey === undefined)
    throw new ConfigurationError(`${origin} has no key of its current version ${current}`, howToMend);
  const master = Buffer.from(currentKey, 'base64');
  // Keys of other versions make no tokens; a weak one may stay while it is being replaced.
  const weakness = weaknessOf(currentKey, master);
  if (weakness !== undefined)
    throw new ConfigurationError(`key ${current} of ${origin} ${weakness}`, howToReplace);
  for (const [version, text] of Object.entries(keys))
    if (version !== String(current) && Buffer.from(text, 'base64').equals(master))
      throw new ConfigurationError(
        `keys ${[version, String(current)].sort((a, b) => Number(a) - Number(b)).join(' and ')} of ${origin} are the same`,
        howToReplace,
      );
  const subkey = (name: string) => createHmac('sha256', master).update(`acme-etl/${name}`).digest();
  return {
    version: current,
    subkey,
    checkValue: `v${current}_${subkey('check').subarray(0, 12).toString('base64url')}`,
  };
}

/** The text of a fresh keyring, for local development. */
export function generateKeyring(): string {
  return JSON.stringify({ current: 1, keys: { 1: randomBytes(leastKeyBytes).toString('base64') } });
}
