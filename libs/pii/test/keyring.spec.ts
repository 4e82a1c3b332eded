import { ConfigurationError } from '@acme/errors';
import { generateKeyring, parseKeyring, readKeyring } from '../src';

const key = Buffer.alloc(32, 1).toString('base64');

it.each([
  ['no key at all', () => readKeyring({}), /no PII key is configured/],
  [
    'a file that is not there',
    () => readKeyring({ file: '/nonexistent/keyring' }),
    /cannot be read \(ENOENT\)/,
  ],
  ['text that is not JSON', () => parseKeyring(`{"current":1,"keys":{"1":"${key}"}`), /is not JSON/],
  ['another form', () => parseKeyring('{"key":"x"}'), /is not of the form/],
  [
    'a key too short',
    () => parseKeyring(JSON.stringify({ current: 1, keys: { 1: 'c2hvcnQ=' } })),
    /too short: 5 bytes/,
  ],
  [
    'a key that is not base64',
    () => parseKeyring(JSON.stringify({ current: 1, keys: { 1: '!!!' } })),
    /is not base64/,
  ],
  [
    'a current version without key',
    () => parseKeyring(JSON.stringify({ current: 2, keys: { 1: key } })),
    /no key of its current version 2/,
  ],
])('refuses %s with an instruction and without key material', (_case, read, message) => {
  let error: unknown;
  try {
    read();
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(ConfigurationError);
  expect((error as ConfigurationError).message).toMatch(message);
  expect((error as ConfigurationError).instruction).not.toBe('');
  expect(JSON.stringify(error) + (error as Error).message).not.toContain(key);
});

it('gives every generated keyring another key, and tells keys apart by their check value', () => {
  const one = parseKeyring(generateKeyring());
  const two = parseKeyring(generateKeyring());
  expect(one.version).toBe(1);
  expect(one.checkValue).not.toBe(two.checkValue);
});
