import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Normaliser } from '@acme/models';
import { createCopyTokeniser, createTokenOf, normalisationVersion, normalise, parseKeyring } from '../src';
import { keyringOf } from './key';

const keyring = parseKeyring(keyringOf());
const keyOf = { email: 'email', phone: 'phone', text: 'name' } as const;

/** What each spelling stands for, by the contract and not by the code. */
const spellings: [Exclude<Normaliser, 'exact'>, string, string][] = [
  ['email', ' Ada@Example.com\t', 'ada@example.com'],
  ['email', 'ａｄａ＠example.com', 'ada@example.com'],
  ['email', 'oﬃce@example.com', 'office@example.com'],
  ['email', 'Ada Lovelace @x.org', 'ada lovelace @x.org'],
  ['email', '   ', ''],
  ['phone', '4930999', '+4930999'],
  ['phone', '+4930999', '+4930999'],
  ['phone', '(+49) 30 123456', '+4930123456'],
  ['phone', '+49 30 123456', '+4930123456'],
  ['phone', '0049 30/123456', '+4930123456'],
  ['phone', ' 00 49 (30) 123-456 ', '+4930123456'],
  ['phone', '+0049 30 123456', '+4930123456'],
  ['phone', '030 123456', '+030123456'],
  ['phone', '0000 1', '+001'],
  ['phone', '0', '+0'],
  ['phone', '00', ''],
  ['phone', '+', ''],
  ['phone', 'ext.', ''],
  ['phone', '☎ 0049 30 999', '+4930999'],
  ['text', ' Ada \t van\nLOVELACE ', 'ada van lovelace'],
  ['text', 'Ａｄａ\u00a0van Lovelace', 'ada van lovelace'],
];

it.each(spellings)('%s: %j stands for %j', (how, value, wanted) => {
  expect(normalise(value, how)).toBe(wanted);
});

it.each(spellings)('%s: %j gets that token from the copy, too', async (how, value, wanted) => {
  const out: Buffer[] = [];
  const field = value.replace(/\t/g, '\\t').replace(/\n/g, '\\n');
  await pipeline(
    Readable.from([Buffer.from(`${field}\t${field}\n`)]),
    createCopyTokeniser(
      {
        columns: Array.from({ length: 2 }, () => ({ action: 'token', key: keyOf[how], normalise: how })),
        derived: [],
        disclosed: [],
      },
      keyring,
    ),
    async (stream) => {
      for await (const chunk of stream) out.push(chunk as Buffer);
    },
  );
  const token = wanted === '' ? '\\N' : createTokenOf(keyring, keyOf[how], 'exact')(wanted)!;
  expect(Buffer.concat(out).toString()).toBe(`${token}\t${token}\n`);
});

it('has another version where it makes something else of a value', () => {
  const made = spellings.map(([how, value]) => `${how} ${normalise(value, how)}`).join('\n');
  const fingerprint = createHash('sha256').update(made).digest('hex').slice(0, 16);
  // Whoever has to change the fingerprint raises the version: rows loaded before are then read again.
  expect({ version: normalisationVersion, fingerprint }).toEqual({
    version: 2,
    fingerprint: '9bda44a4dc7771a6',
  });
});
