import { createHash } from 'node:crypto';
import type { Column, Entity, TokenKey } from '@acme/models';

/**
 * An unmistakable value for every personal field of an entity, `drop` ones included, by field name. The same
 * on every call; two fields never share one. Put them into a source, run, and no form of them may be found
 * anywhere outside it.
 */
export function canariesOf(entity: Entity): Record<string, string> {
  const personal = entity.fields.filter(({ pii }) => pii === 'token' || pii === 'drop');
  return Object.fromEntries(personal.map((field) => [field.name, canary(entity.name, field)]));
}

function canary(entity: string, field: Column): string {
  const hex = createHash('sha256').update(`${entity}.${field.name}`).digest('hex');
  const digits = String(BigInt(`0x${hex.slice(0, 16)}`) % 10n ** 12n).padStart(12, '7');
  const mark = hex.slice(0, 8);
  if (field.pgType === 'bigint') return `77${digits}`;
  const forKey: Partial<Record<TokenKey, string>> = {
    // Upper case and spaces, so that a search that forgets about normalising is found out.
    email: `Canary-Email-${mark}@Canary.Example`,
    phone: `+999 ${digits.slice(0, 6)} ${digits.slice(6)}`,
    name: `Canary Name-${mark}`,
    address: `${mark} Canary Street, Canary Town`,
    card: `9999${digits}`,
    ip: `2001:db8:${hex.slice(0, 4)}:${hex.slice(4, 8)}::7f3a`,
  };
  if (/(^|_)ip(_|$)/.test(field.name)) return forKey.ip!;
  return (field.token && forKey[field.token.key]) ?? `Canary-${field.name}-${mark}`;
}

/**
 * Which of the values occur in the text: as they are, in any case, normalised, JSON-escaped, URL-encoded, as
 * base64 or hexadecimal (on their own or within a longer encoded text), numbers also with other punctuation.
 */
export function findCanaries(text: string, values: readonly string[]): string[] {
  const folded = text.toLowerCase();
  const unpunctuated = folded.replace(/[\s().+/-]/g, '');
  return values.filter(
    (value) =>
      foldedForms(value).some((form) => folded.includes(form)) ||
      base64Forms(value).some((form) => text.includes(form)) ||
      (isNumber(value) && unpunctuated.includes(value.replace(/\D/g, ''))),
  );
}

/** Forms to look for in lower-cased text. */
function foldedForms(value: string): string[] {
  const forms = variants(value).flatMap((variant) => [
    variant,
    JSON.stringify(variant).slice(1, -1),
    encodeURIComponent(variant),
    encodeURIComponent(variant).replaceAll('%20', '+'),
    Buffer.from(variant).toString('hex'),
  ]);
  return forms.map((form) => form.toLowerCase());
}

/** Base64 and base64url, for each of the three places a value can have within longer encoded bytes. */
function base64Forms(value: string): string[] {
  return variants(value).flatMap((variant) =>
    [0, 1, 2].flatMap((shift) => {
      const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(variant)]);
      // Characters that hold bits of a neighbour as well are left out.
      const first = Math.ceil((shift * 8) / 6);
      const last = Math.floor((bytes.length * 8) / 6);
      return [bytes.toString('base64').slice(first, last), bytes.toString('base64url').slice(first, last)];
    }),
  );
}

const variants = (value: string): string[] => [value, value.toLowerCase(), value.toUpperCase()];

/** Whether only digits and punctuation make the value up: enough digits never to occur by chance. */
const isNumber = (value: string): boolean => !/[a-z]/i.test(value) && value.replace(/\D/g, '').length >= 10;
