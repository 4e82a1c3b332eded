import type { Normaliser, TokenKey } from '@acme/models';
import type { Keyring } from './keyring';
import { normalise } from './normalise';
import { Tokeniser } from './tokeniser';

/**
 * A function that gives the token of one value, as the warehouse has it; null for a value that
 * normalises to nothing. To look a user up: `createTokenOf(keyring, 'user', 'exact')('42')`.
 */
export function createTokenOf(
  keyring: Keyring,
  key: TokenKey,
  normaliser: Normaliser,
): (value: string) => string | null {
  const tokeniser = new Tokeniser(keyring, key);
  return (value) => {
    const bytes = Buffer.from(normalise(value, normaliser), 'utf8');
    if (bytes.length === 0) return null;
    const out = Buffer.alloc(tokeniser.length);
    tokeniser.write(bytes, bytes.length, out, 0);
    return out.toString('latin1');
  };
}
