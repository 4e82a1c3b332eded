import { existsSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { startServer } from '../src/index';
import { newFolder, processesOf, query } from './helpers';

describe('a local server', () => {
  const dir = newFolder();

  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('keeps its data over a restart and leaves no process behind', async () => {
    const first = await startServer({ dir, durable: true });
    await query(first.superuserUrl('postgres'), 'create table kept as select 42 as answer');
    await first.release();
    expect(processesOf(dir)).toEqual([]);
    const second = await startServer({ dir, durable: true });
    expect(await query(second.superuserUrl('postgres'), 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.release();
    expect(processesOf(dir)).toEqual([]);
  });

  it('folds the case of letters outside ASCII', async () => {
    const server = await startServer({ dir, durable: true });
    expect(await query(server.superuserUrl('postgres'), `select upper('ü') as upper`)).toEqual([
      { upper: 'Ü' },
    ]);
    await server.release();
  });

  it('keeps its passwords to its owner', () => {
    expect(statSync(join(dir, 'passwords.json')).mode & 0o777).toBe(0o600);
  });

  it('stops only when the last of several handles of one process is released, each counted once', async () => {
    const [first, second] = await Promise.all([
      startServer({ dir, durable: true }),
      startServer({ dir, durable: true }),
    ]);
    expect(first.port).toBe(second.port);
    await first.release();
    await first.release();
    expect(await query(second.superuserUrl('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.release();
    expect(processesOf(dir)).toEqual([]);
  });

  it('starts although a dead process left its lock', async () => {
    symlinkSync('999999:1', join(dir, 'lock'));
    const server = await startServer({ dir, durable: true });
    await server.release();
    expect(existsSync(join(dir, 'lock'))).toBe(false);
  });

  it('takes settings', async () => {
    const server = await startServer({ dir, durable: false, extraOptions: { work_mem: '11MB' } });
    const url = server.superuserUrl('postgres');
    expect(await query(url, `select current_setting('work_mem') w, current_setting('fsync') f`)).toEqual([
      { w: '11MB', f: 'off' },
    ]);
    await server.release();
  });
});
