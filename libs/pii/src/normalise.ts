import type { Normaliser } from '@acme/models';

/**
 * Counts the versions of `normalise`. Whoever changes what it makes of any value raises it: rows tokenised
 * under another version are read again, for two spellings of one person may have had two tokens.
 */
export const normalisationVersion = 2;

/**
 * The contract of what is hashed: e-mail in NFKC, trimmed, lower-cased; phone as its digits without a leading
 * 00, with one + in front; names and addresses in NFKC, trimmed, with single spaces, lower-cased. Empty stands
 * for no value.
 */
export function normalise(value: string, normaliser: Normaliser): string {
  switch (normaliser) {
    case 'email':
      return value.normalize('NFKC').trim().toLowerCase();
    case 'phone': {
      const digits = value.replace(/[^0-9]/g, '').replace(/^00/, '');
      return digits && `+${digits}`;
    }
    case 'text':
      return value.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
    case 'exact':
      return value;
  }
}
