import { v2 } from '@acme/models';
import { canariesOf, findCanaries } from '../src';

const canaries = canariesOf(v2.users);
const values = Object.values(canaries);

it('gives every personal field, extracted or not, a value of its own, and no other field', () => {
  expect(Object.keys(canaries)).toEqual(['user_id', 'email', 'phone', 'full_name', 'password_hash']);
  expect(new Set(values).size).toBe(values.length);
  expect(canariesOf(v2.users)).toEqual(canaries);
  expect(canaries['user_id']).toMatch(/^[1-9]\d{9,17}$/);
});

const forms: [string, (value: string) => string][] = [
  ['as it is', (value) => value],
  ['in upper case', (value) => value.toUpperCase()],
  ['normalised', (value) => value.toLowerCase()],
  ['URL-encoded', (value) => encodeURIComponent(value)],
  ['hexadecimal', (value) => Buffer.from(value).toString('hex')],
  ['base64', (value) => Buffer.from(value).toString('base64')],
  ['base64url behind one byte', (value) => Buffer.from(`x${value}`).toString('base64url')],
  ['base64 behind two bytes and before more', (value) => Buffer.from(`xy${value}zz`).toString('base64')],
];

it.each(forms)('finds each of them %s within other text', (_form, encode) => {
  for (const value of values) expect(findCanaries(`... ${encode(value)} ...`, values)).toContain(value);
});

it('finds a phone number with other punctuation', () => {
  const phone = canaries['phone']!;
  expect(findCanaries(`call ${phone.replace(/ /g, '-')}`, values)).toContain(phone);
});

it('finds nothing in text without them, tokens included', () => {
  expect(findCanaries('v1_1bap2U-OxjL4kuNbgqKFUA user@example.com 2024-01-01 00:00:00', values)).toEqual([]);
});
