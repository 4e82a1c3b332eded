import { createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { v2, type Entity } from '@acme/models';
import { copyPlanOf, createCopyTokeniser, createTokenOf, normalise, parseKeyring } from '../src';
import { Hmac } from '../src/hmac';
import { keyringOf } from './key';
import { random } from './random';

const keyring = parseKeyring(keyringOf());

describe('HMAC', () => {
  it('equals node:crypto for messages of every length from 0 to 300', () => {
    const next = random(1);
    for (let length = 0; length <= 300; length++) {
      const key = Buffer.from(Array.from({ length: 32 }, () => next(256)));
      const message = Buffer.from(Array.from({ length }, () => next(256)));
      const hmac = new Hmac(key);
      hmac.update(message, length);
      const words = Buffer.alloc(32);
      hmac.digest.forEach((word, i) => words.writeInt32BE(word, i * 4));
      expect(words.toString('hex')).toBe(createHmac('sha256', key).update(message).digest('hex'));
    }
  });
});

describe('a token', () => {
  it('is the same for ever: v<version>_ and the first 128 bits of the HMAC under the named key', () => {
    // printf 'test key' | openssl dgst -sha256 gives the master key, and
    // printf 'acme-etl/email' | openssl dgst -sha256 -mac HMAC -macopt hexkey:<master key> the named key;
    // the HMAC of ada@example.com under it, cut to 16 bytes, as base64url, gives the token.
    expect(createTokenOf(keyring, 'email', 'email')(' Ada@Example.com ')).toBe('v1_yV5FXpBWF63SKqpwt_qNLA');
  });

  it('differs between named keys and between master keys', () => {
    const other = parseKeyring(keyringOf('another key', 2));
    const tokens = [
      createTokenOf(keyring, 'email', 'exact')('x'),
      createTokenOf(keyring, 'phone', 'exact')('x'),
      createTokenOf(other, 'email', 'exact')('x'),
    ];
    expect(new Set(tokens).size).toBe(3);
    expect(tokens[2]).toMatch(/^v2_[A-Za-z0-9_-]{22}$/);
  });

  it('stays the same when the cache has long been overrun', () => {
    const tokenOf = createTokenOf(keyring, 'user', 'exact');
    const reference = (value: string) =>
      `v1_${createHmac('sha256', keyring.subkey('user')).update(value).digest().subarray(0, 16).toString('base64url')}`;
    for (let id = 0; id < 200_000; id += 1) {
      const token = tokenOf(String(id % 70_001));
      if (id % 997 === 0) expect(token).toBe(reference(String(id % 70_001)));
    }
  });
});

/** COPY's text format, written the slow way round. */
const escape = (value: string) =>
  value.replace(
    /[\\\n\r\t\b\f\v]/g,
    (c) =>
      ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f', '\v': '\\v' })[c]!,
  );

function expectedRow(entity: Entity, row: (string | null)[]): string {
  const tokenOf = (key: string, value: string) =>
    `v1_${createHmac('sha256', keyring.subkey(key)).update(value).digest().subarray(0, 16).toString('base64url')}`;
  const cells = entity.columns.map((column, i) => {
    const value = row[i]!;
    if (value === null) return '\\N';
    if (column.pii === 'keep') return escape(value);
    const normalised = normalise(value, column.token!.normalise);
    return normalised === '' ? '\\N' : tokenOf(column.token!.key, normalised);
  });
  for (const derived of entity.derived ?? []) {
    const part = (field: string, how: 'email' | 'phone' | 'text' | 'exact') => {
      const value = row[entity.columns.findIndex((column) => column.name === field)];
      return value === null || value === undefined ? '' : normalise(value, how);
    };
    const values = derived.parts.map(({ field, normalise: how }) => part(field, how));
    const absent = derived.parts.every(
      ({ field }, i) => !derived.unlessAllNull.includes(field) || values[i] === '',
    );
    cells.push(absent ? '\\N' : tokenOf(derived.key, values.join('\u001f')));
  }
  // Nothing is shown unless asked for.
  cells.push(...(entity.disclosed ?? []).map(() => '\\N'));
  return `${cells.join('\t')}\n`;
}

async function tokenise(entity: Entity, chunks: Buffer[]): Promise<{ text: string; rows: number }> {
  const tokeniser = createCopyTokeniser(copyPlanOf(entity), keyring);
  const out: Buffer[] = [];
  await pipeline(Readable.from(chunks, { objectMode: false }), tokeniser, async (stream) => {
    for await (const chunk of stream) out.push(chunk as Buffer);
  });
  return { text: Buffer.concat(out).toString('utf8'), rows: tokeniser.rows };
}

const pieces = [
  'Ann',
  ' ',
  '\t',
  '\n',
  '\\',
  'É',
  'ﬁ',
  'ß',
  '+49 (0)30',
  '@x.org',
  '🦊',
  '',
  'N',
  '\\N',
  '\r',
  'İ',
  '\u00a0',
  'z'.repeat(70),
  '+',
  '7',
];

describe.each([v2.users, v2.userActivity])('the stream of $name', (entity) => {
  it('equals a row-by-row reference, wherever chunks break', async () => {
    const next = random(42);
    const value = () =>
      next(6) === 0 ? null : Array.from({ length: next(6) }, () => pieces[next(pieces.length)]!).join('');
    const rows = Array.from({ length: 400 }, () => entity.columns.map(value));
    const copy = Buffer.from(
      rows.map((row) => `${row.map((cell) => (cell === null ? '\\N' : escape(cell))).join('\t')}\n`).join(''),
    );
    const wanted = rows.map((row) => expectedRow(entity, row)).join('');
    for (const largest of [1, 7, 100, copy.length]) {
      const chunks: Buffer[] = [];
      for (let at = 0; at < copy.length;) {
        const size = 1 + next(largest);
        chunks.push(copy.subarray(at, at + size));
        at += size;
      }
      expect(await tokenise(entity, chunks)).toEqual({ text: wanted, rows: 400 });
    }
  });

  it('refuses a row that ends early, and shows none of its values', async () => {
    await expect(tokenise(entity, [Buffer.from('secret@example.com\n')])).rejects.toThrow(
      /a row has 1 columns instead of/,
    );
    await expect(tokenise(entity, [Buffer.from('secret@example.com\n')])).rejects.not.toThrow(/secret/);
  });

  it('refuses a stream that ends in the middle of a row', async () => {
    await expect(tokenise(entity, [Buffer.from('1\t2')])).rejects.toThrow(/ended in the middle of a row/);
  });
});
