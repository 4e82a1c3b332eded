import { rmSync } from 'node:fs';
import { localDatabases, startServer, type LocalDatabases, type Server } from '../src/index';
import { newFolder, query } from './helpers';

describe('the local databases', () => {
  const dir = newFolder();
  let server: Server;
  let databases: LocalDatabases;

  beforeAll(async () => {
    server = await startServer({ dir, durable: false });
    [databases] = await Promise.all([localDatabases(server), localDatabases(server)]);
    await query(
      databases.admin('users'),
      'create table accounts as select 1 as id; create schema shop; create table shop.secret ()',
    );
  });
  afterAll(async () => {
    await server.release();
    rmSync(dir, { recursive: true, force: true });
  });

  it('let a source role read its own tables, later ones too', async () => {
    expect(await query(databases.sources.users, 'select id from accounts')).toEqual([{ id: 1 }]);
  });

  it.each([
    ['insert', 'insert into accounts values (2)'],
    ['delete', 'delete from accounts'],
    ['create tables', 'create table mine ()'],
    ['create temporary tables', 'create temp table mine ()'],
    ['create schemas', 'create schema mine'],
    ['read the shop’s own notes', 'select from shop.secret'],
  ])('do not let a source role %s, even after it turned read-only off', async (_what, statement) => {
    const attempt = query(
      databases.sources.users,
      `set default_transaction_read_only = off; commit; ${statement}`,
    );
    await expect(attempt).rejects.toMatchObject({ code: '42501' });
  });

  it('start a source role’s transactions read-only', async () => {
    const attempt = query(databases.sources.users, 'create temp table mine ()');
    await expect(attempt).rejects.toThrow(/read-only|permission denied/);
    expect(await query(databases.sources.users, 'show transaction_read_only')).toEqual([
      { transaction_read_only: 'on' },
    ]);
  });

  it.each(['orders', 'warehouse', 'postgres', 'template1'])(
    'do not let the users role connect to %s',
    async (database) => {
      const url = databases.sources.users.replace(/users$/, database);
      await expect(query(url, 'select 1')).rejects.toMatchObject({ code: '42501' });
    },
  );

  it('show a source role the open transactions of others', async () => {
    const seen = await query(
      databases.sources.users,
      `select count(*)::int as hidden from pg_stat_activity where query = '<insufficient privilege>'`,
    );
    expect(seen).toEqual([{ hidden: 0 }]);
  });

  it('let the warehouse role create in its database and connect to no other', async () => {
    await query(databases.warehouse, 'create schema core');
    const elsewhere = databases.warehouse.replace(/warehouse$/, 'users');
    await expect(query(elsewhere, 'select 1')).rejects.toMatchObject({ code: '42501' });
  });
});
