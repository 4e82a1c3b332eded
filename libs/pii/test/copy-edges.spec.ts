import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataRefusedError } from '@acme/errors';
import { v2, type Entity } from '@acme/models';
import { copyPlanOf, createCopyTokeniser, parseKeyring, type CopyPlan } from '../src';
import { keyringOf } from './key';

const keyring = parseKeyring(keyringOf());
const keep = { action: 'keep' } as const;
const name = { action: 'token', key: 'name', normalise: 'text' } as const;
const plan = (...columns: CopyPlan['columns'][number][]): CopyPlan => ({
  columns,
  derived: [],
  disclosed: [],
});

async function tokenise(copyPlan: CopyPlan, ...chunks: (string | Buffer)[]): Promise<string> {
  const out: Buffer[] = [];
  const input = Readable.from(
    chunks.map((chunk) => Buffer.from(chunk)),
    { objectMode: false },
  );
  await pipeline(input, createCopyTokeniser(copyPlan, keyring), async (stream) => {
    for await (const chunk of stream) out.push(chunk as Buffer);
  });
  return Buffer.concat(out).toString('utf8');
}

describe('a row with another number of columns than the plan', () => {
  it.each([
    ['too few behind the last token', plan(keep, name, keep, keep), '1\tann\tx\n', 3],
    ['too many behind the last token', plan(keep, name, keep), '1\tann\tx\tsecret\n', 4],
    ['one too many when the last is a token', plan(keep, name), '1\tann\tsecret\n', 3],
    ['one too many when it would be empty', plan(keep, name), '1\tann\t\n', 3],
    ['too few when the last is a token', plan(keep, name), 'secret\n', 1],
    ['too many when nothing is tokenised', plan(keep, keep), '1\t2\tsecret\n', 3],
  ])('is refused without its values: %s', async (_case, copyPlan, row, found) => {
    const error: unknown = await tokenise(copyPlan, row).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DataRefusedError);
    expect((error as Error).message).toBe(`a row has ${found} columns instead of ${copyPlan.columns.length}`);
  });
});

it('hashes the whole of a value that normalising makes many times longer', async () => {
  const long = 'ﷺ'.repeat(400);
  expect(await tokenise(plan(name), `${long}a\n`)).not.toBe(await tokenise(plan(name), `${long}b\n`));
});

it('keeps the parts before a part that outgrows the buffer', async () => {
  const derived: CopyPlan = {
    columns: [keep, keep],
    derived: [
      {
        key: 'identity',
        parts: [0, 1].map((column) => ({ column, normalise: 'text' as const })),
        unlessAllNull: [0, 1],
      },
    ],
    disclosed: [],
  };
  const hashOf = async (first: string) =>
    (await tokenise(derived, `${first}\t${'ﷺ'.repeat(2000)}\n`)).split('\t')[2];
  expect(await hashOf('ann')).not.toBe(await hashOf('bob'));
});

it('takes octal and hexadecimal escapes as bytes of UTF-8', async () => {
  const plain = await tokenise(plan(name), 'é\n');
  expect(await tokenise(plan(name), '\\303\\251\n')).toBe(plain);
  expect(await tokenise(plan(name), '\\xc3\\xa9\n')).toBe(plain);
});

it('passes a row that comes in many chunks, and the rows around it', async () => {
  const piece = 'a'.repeat(64 * 1024);
  const out = await tokenise(plan(keep, keep), '1\tx\n2\t', ...Array<string>(64).fill(piece), '\n3\ty\n');
  expect(out).toBe(`1\tx\n2\t${piece.repeat(64)}\n3\ty\n`);
});

it('never changes a chunk that was handed on', async () => {
  const held: { chunk: Buffer; copy: Buffer }[] = [];
  // Reading by events: iteration would join the chunks, and so copy them.
  const tokeniser = createCopyTokeniser(plan(keep, name), keyring).on('data', (chunk: Buffer) =>
    held.push({ chunk, copy: Buffer.from(chunk) }),
  );
  const rows = Array.from({ length: 20_000 }, (_, i) => `${i}\tann ${i}\n`);
  await pipeline(Readable.from([Buffer.from(rows.join(''))], { objectMode: false }), tokeniser);
  expect(held.length).toBeGreaterThan(3);
  for (const { chunk, copy } of held) expect(chunk.equals(copy)).toBe(true);
});

it('lets no personal column of an entity pass because its model says nothing of a token', () => {
  const columns = v2.users.columns.map(({ token, ...column }) =>
    column.name === 'email' || !token ? column : { ...column, token },
  );
  expect(() => copyPlanOf({ ...v2.users, columns } as Entity)).toThrow('users.email is personal');
});
