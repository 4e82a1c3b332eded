import type { DisclosedValue } from '@acme/models';

/**
 * The masks of the old system: `j***@example.com`, `***-***-1234`, `J*** D***`. Null for a value of which
 * nothing would be left, or all of it. An e-mail address is read as it is tokenised: in NFKC.
 */
export function mask(value: string, form: DisclosedValue['form']): string | null {
  const text = (form === 'email' ? value.normalize('NFKC') : value).trim();
  if (form === 'email') {
    const at = text.lastIndexOf('@');
    return at > 0 ? `${firstLetter(text)}***${text.slice(at).toLowerCase()}` : text && '***';
  }
  if (form === 'phone') {
    const digits = text.replace(/\D/g, '');
    return digits.length > 4 ? `***-***-${digits.slice(-4)}` : digits && '***-***-****';
  }
  return text
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => `${firstLetter(word)}***`)
    .join(' ');
}

/** A letter outside the basic plane is two units of a string. */
const firstLetter = (text: string) => String.fromCodePoint(text.codePointAt(0)!);
