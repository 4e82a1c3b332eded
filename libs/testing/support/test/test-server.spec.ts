import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  assertNoLeakedProcesses,
  createDatabase,
  dropDatabase,
  ownServer,
  query,
  testServer,
  type TestServer,
} from '../src/index';

describe('the test server', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await testServer();
  });
  afterAll(() => server.release());

  it('copies a template database with its rows', async () => {
    const template = await createDatabase(server);
    await query(template.url, 'create table kept as select 42 as answer');
    const copy = await createDatabase(server, { template: template.name });
    expect(await query(copy.url, 'select answer from kept where answer = $1', [42])).toEqual([
      { answer: 42 },
    ]);
    await dropDatabase(server, copy);
    await dropDatabase(server, template);
    const left = await query(server.url('postgres'), 'select datname from pg_database where datname = $1', [
      copy.name,
    ]);
    expect(left).toEqual([]);
  });

  it('is shared by those who hold it at the same time', async () => {
    const same = await testServer();
    expect(same.url('postgres')).toBe(server.url('postgres'));
    await same.release();
    expect(await query(server.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('is the given one when a URL is given', async () => {
    const given = await testServer('postgres://someone:secret@db.example:6543/postgres?sslmode=require');
    expect(given.url('other')).toBe('postgres://someone:secret@db.example:6543/other?sslmode=require');
  });
});

describe('a released server of one’s own', () => {
  it('leaves no process and no file behind', async () => {
    const server = await ownServer();
    const dir = dirname(server.log!);
    await expect(assertNoLeakedProcesses(dir, 0)).rejects.toThrow('processes were left behind');
    await server.release();
    await assertNoLeakedProcesses(dir, 0);
    expect(existsSync(dir)).toBe(false);
  });
});
