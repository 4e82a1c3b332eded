import { createHash } from 'node:crypto';

/** A key that is always the same and of no pattern: the SHA-256 of a few words, as base64. */
export const keyOf = (words: string): string => createHash('sha256').update(words).digest('base64');

/** A keyring whose current key is that of `words`. */
export const keyringOf = (words = 'test key', version = 1): string =>
  JSON.stringify({ current: version, keys: { [version]: keyOf(words) } });
