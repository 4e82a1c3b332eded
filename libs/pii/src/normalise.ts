import type { Normaliser } from '@acme/models';

/**
 * The contract of what is hashed: e-mail trimmed and lower-cased; phone as its digits with a leading +;
 * names and addresses in NFKC, trimmed, with single spaces, lower-cased. Empty stands for no value.
 */
export function normalise(value: string, normaliser: Normaliser): string {
  switch (normaliser) {
    case 'email':
      return value.trim().toLowerCase();
    case 'phone': {
      const digits = value.replace(/[^0-9]/g, '');
      return digits && value.trim().startsWith('+') ? `+${digits}` : digits;
    }
    case 'text':
      return value.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
    case 'exact':
      return value;
  }
}
