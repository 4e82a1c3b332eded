import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropDatabase, openShop, query, testServer, type TestServer } from '../src';
import { removeLeftovers } from '../src/leftovers';
import { fromTemplate } from '../src/templates/from-template';
import { hashOfFiles, hashOfProgram } from '../src/templates/hash-of-files';

let server: TestServer;
let filled: string[];

beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.release());
beforeEach(() => {
  filled = [];
});

const newRequest = () => `of a test: ${randomBytes(6).toString('hex')}`;
const ask = (request: string, version = 'whole') =>
  fromTemplate(server, {
    request,
    version,
    fill: async (url) => {
      filled.push(version);
      await query(url, `create table made as select '${version}' as version`);
    },
  });
const madeIn = (url: string) => query(url, 'table made');
const databases = async (pattern: string) =>
  (
    await query<{ name: string }>(
      server.url('postgres'),
      'select datname as name from pg_database where datname like $1 order by 1',
      [pattern],
    )
  ).map(({ name }) => name);

it('fills once for all who ask at the same time, and gives each a copy', async () => {
  const request = newRequest();
  const copies = await Promise.all([ask(request), ask(request), ask(request)]);
  expect(filled).toEqual(['whole']);
  expect(new Set(copies.map(({ name }) => name)).size).toBe(3);
  await query(copies[0].url, 'drop table made');
  expect(await madeIn(copies[1].url)).toEqual([{ version: 'whole' }]);
  for (const copy of copies) await dropDatabase(server, copy);
});

it('fills anew what is made of something else, and drops the earlier one', async () => {
  const request = newRequest();
  const before = new Set(await databases('template\\_%'));
  const first = await ask(request, 'one');
  const second = await ask(request, 'two');
  expect(filled).toEqual(['one', 'two']);
  expect(await madeIn(second.url)).toEqual([{ version: 'two' }]);
  const family = first && (await databases('template\\_%')).filter((name) => !before.has(name));
  expect(family).toHaveLength(1);
  for (const copy of [first, second]) await dropDatabase(server, copy);
});

it('never copies what a failed fill has left', async () => {
  const request = newRequest();
  const failing = fromTemplate(server, {
    request,
    version: 'whole',
    fill: async (url) => {
      await query(url, 'create table half as select 1 as one');
      throw new Error('no more');
    },
  });
  await expect(failing).rejects.toThrow('no more');
  const whole = await ask(request);
  expect(await query(whole.url, "select to_regclass('half') as half")).toEqual([{ half: null }]);
  await dropDatabase(server, whole);
});

it('never copies what a killed process has left', async () => {
  const request = newRequest();
  const script = join(__dirname, 'fixtures/fill-and-hang.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, request], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  const whole = await ask(request);
  expect(filled).toEqual(['whole']);
  expect(await query(whole.url, "select to_regclass('half') as half")).toEqual([{ half: null }]);
  await dropDatabase(server, whole);
});

it('drops databases of processes that have ended, and no others', async () => {
  const dead = 'test_4194305_1_abcdef';
  await query(server.url('postgres'), `create database ${dead}`);
  const shop = await openShop({ users: 10, days: 10 });
  await removeLeftovers(server.url('postgres'));
  expect(await databases(dead)).toEqual([]);
  expect(await databases(shop.source.name)).toEqual([shop.source.name]);
  await shop.close();
});

it('tells files by their contents', () => {
  const one = hashOfFiles(join(__dirname, 'fixtures'));
  expect(hashOfFiles(join(__dirname, 'fixtures'))).toBe(one);
  expect(hashOfFiles(join(__dirname, 'fixtures'), __filename)).not.toBe(one);
});

it('tells programs by what they do, not by the commit that they name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'acme-programs-'));
  const program = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return hashOfProgram(join(folder, name));
  };
  const one = program('one.js', 'run("1.0.0 (1a2b3c4d5e6f)")');
  expect(program('same.js', 'run("1.0.0 (0a2b3c4d5e6f, changed)")')).toBe(one);
  expect(program('other.js', 'stop("1.0.0 (1a2b3c4d5e6f)")')).not.toBe(one);
  rmSync(folder, { recursive: true });
});
