import { chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startServer } from '../src/index';
import { holdElsewhere, killHolders, newFolder, processesOf, query, until } from './helpers';

describe('a server shared by processes', () => {
  const dir = newFolder();

  afterEach(killHolders);
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('is started once by two that come together, and outlives the first that leaves', async () => {
    const [one, other] = await Promise.all([holdElsewhere(dir), holdElsewhere(dir)]);
    expect(one.url).toBe(other.url);
    await one.leave();
    expect(await query(other.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await other.leave();
    expect(processesOf(dir)).toEqual([]);
  });

  it('outlives a killed process while another one holds it', async () => {
    const killed = await holdElsewhere(dir);
    const server = await startServer({ dir, durable: true });
    await killed.kill();
    // Longer than the watchdog takes to notice.
    await sleep(2_500);
    expect(await query(server.superuserUrl('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.release();
    expect(processesOf(dir)).toEqual([]);
  });

  it('ends by itself after its only holder was killed, and starts again', async () => {
    const killed = await holdElsewhere(dir);
    await query(killed.url, 'create table kept as select 42 as answer');
    await killed.kill();
    await until(() => processesOf(dir).length === 0, 5_000);
    const server = await startServer({ dir, durable: true });
    expect(await query(server.superuserUrl('postgres'), 'select answer from kept')).toEqual([{ answer: 42 }]);
    await server.release();
  });

  it('recovers after server, watchdog and holder were all killed at once', async () => {
    const holder = await holdElsewhere(dir);
    await query(holder.url, 'create table survived as select 43 as answer');
    for (const pid of serverPids(dir)) process.kill(pid, 'SIGKILL');
    await holder.kill();
    const server = await startServer({ dir, durable: true });
    expect(await query(server.superuserUrl('postgres'), 'select answer from survived')).toEqual([
      { answer: 43 },
    ]);
    await server.release();
    expect(processesOf(dir)).toEqual([]);
  });

  it('starts with new data where a crash may have broken those that were written without fsync', async () => {
    const first = await startServer({ dir, durable: false });
    await query(first.superuserUrl('postgres'), 'create table left_whole as select 1 as one');
    await first.release();
    const second = await startServer({ dir, durable: false });
    expect(await query(second.superuserUrl('postgres'), 'table left_whole')).toEqual([{ one: 1 }]);
    for (const pid of serverPids(dir)) process.kill(pid, 'SIGKILL');
    await second.release();
    const third = await startServer({ dir, durable: false });
    await expect(query(third.superuserUrl('postgres'), 'table left_whole')).rejects.toThrow(/does not exist/);
    await third.release();
    expect(processesOf(dir)).toEqual([]);
  });

  it('is no child of the terminal: an interrupt of the process group passes it by', async () => {
    const holder = await holdElsewhere(dir);
    const [server] = serverPids(dir);
    expect(processGroup(server!)).toBe(server);
    await holder.leave();
  });
});

function serverPids(dir: string): number[] {
  const first = (file: string) => Number.parseInt(readFileSync(`${dir}/${file}`, 'utf8'), 10);
  return [first('data/postmaster.pid'), first('watchdog')];
}

function processGroup(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
}

const asRoot = process.getuid?.() === 0;

// Only as root is the server another account than ours.
(asRoot ? describe : describe.skip)('a server whose account cannot enter its folder', () => {
  const dir = newFolder();
  let elsewhere: string;

  beforeAll(() => chmodSync(dir, 0o700));
  afterAll(() => {
    for (const folder of [dir, elsewhere]) rmSync(folder, { recursive: true, force: true });
  });

  it('has its data elsewhere, says where, and starts afresh once its folder was deleted', async () => {
    const server = await startServer({ dir, durable: true });
    await query(server.superuserUrl('postgres'), 'create table gone as select 1');
    await server.release();
    const note = readFileSync(join(dir, 'DATA-IS-ELSEWHERE.txt'), 'utf8');
    elsewhere = /\/var\/tmp\/acme-etl-[0-9a-f]+/.exec(note)![0];
    expect(processesOf(elsewhere)).toEqual([]);
    rmSync(dir, { recursive: true });
    mkdirSync(dir, { mode: 0o700 });
    const fresh = await startServer({ dir, durable: true });
    await expect(query(fresh.superuserUrl('postgres'), 'table gone')).rejects.toMatchObject({
      code: '42P01',
    });
    await fresh.release();
  });
});
