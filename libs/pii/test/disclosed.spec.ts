import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Disclosure } from '@acme/config';
import { createCopyTokeniser, mask, parseKeyring, type CopyPlan } from '../src';
import { keyringOf } from './key';

const keyring = parseKeyring(keyringOf());

const plan: CopyPlan = {
  columns: [
    { action: 'keep' },
    { action: 'token', key: 'email', normalise: 'email' },
    { action: 'token', key: 'phone', normalise: 'phone' },
    { action: 'token', key: 'name', normalise: 'text' },
  ],
  derived: [],
  disclosed: [
    { column: 1, form: 'email' },
    { column: 2, form: 'phone' },
    { column: 3, form: 'name' },
  ],
};

/** The fields behind the four that pass. */
async function shown(line: string, disclosure: Disclosure): Promise<string[]> {
  const chunks: Buffer[] = [];
  await pipeline(
    Readable.from([Buffer.from(`${line}\n`)]),
    createCopyTokeniser(plan, keyring, disclosure),
    async (stream) => {
      for await (const chunk of stream) chunks.push(chunk as Buffer);
    },
  );
  const fields = Buffer.concat(chunks).toString().slice(0, -1).split('\t');
  expect(fields.slice(1, 4).every((field) => field === '\\N' || field.startsWith('v1_'))).toBe(true);
  return fields.slice(4);
}

const ann = '1\tAnn.Lee@Example.com\t+1 (555) 017-1234\tAnn  Lee';

it('shows nothing but tokens unless asked to', async () => {
  expect(await shown(ann, 'tokens')).toEqual(['\\N', '\\N', '\\N']);
});

it('shows the old masks', async () => {
  expect(await shown(ann, 'masked')).toEqual(['A***@example.com', '***-***-1234', 'A*** L***']);
});

it('shows the values themselves where that is granted, escapes and all', async () => {
  expect(await shown(ann, 'direct')).toEqual(ann.split('\t').slice(1));
  const odd = '1\ta\\\\b@x.y\t\\N\tAnn\\tLee';
  expect(await shown(odd, 'direct')).toEqual(odd.split('\t').slice(1));
  expect(await shown(odd, 'masked')).toEqual(['a***@x.y', '\\N', 'A*** L***']);
});

it.each([
  ['email', 'j@example.com', 'j***@example.com'],
  ['email', 'no address', '***'],
  ['email', '  ', ''],
  ['email', 'a\\@b@c.d', 'a***@c.d'],
  ['phone', '1234', '***-***-****'],
  ['phone', '0171 2345', '***-***-2345'],
  ['phone', 'none', ''],
  ['name', '𝒜nn', '𝒜***'],
  ['name', '', ''],
] as const)('masks as %s: %s', (form, value, masked) => {
  expect(mask(value, form) ?? '').toBe(masked);
});
