import { exitCodeOf } from '@acme/errors';
import { connect, endConnection, SourceSession } from '@acme/db';
import { pgbouncerProgram, query, startPgbouncer, testServer, type Pooler, type TestServer } from '../src';

const program = pgbouncerProgram();
// Without pgbouncer (Debian: apt-get install pgbouncer) these count as skipped.
const withPooler = program ? describe : describe.skip;

let server: TestServer;
beforeAll(async () => {
  server = await testServer(process.env.TEST_DATABASE_URL);
});
afterAll(() => server.release());

const options = (pooler: Pooler) => ({
  url: pooler.url(server.url('postgres')),
  applicationName: 'pooler test',
  attempts: 1,
  timeoutSeconds: 5,
  statementTimeoutSeconds: 0,
});

withPooler('behind pgbouncer', () => {
  it.each([1, 20])(
    'in transaction mode with %i sessions the warehouse is refused with 78, and nothing stays behind on the pool',
    async (size) => {
      const pooler = await startPgbouncer(program!, server.url('postgres'), 'transaction', size);
      try {
        const error = await connect({ ...options(pooler), name: 'warehouse' }).catch((e: unknown) => e);
        expect(exitCodeOf(error)).toBe(78);
        expect((error as Error).message).toMatch(/pooler that gives every transaction another session/);
        const left = await query(
          pooler.url(server.url('postgres')),
          'show statement_timeout; show datestyle',
        );
        expect(left).toEqual([{ DateStyle: 'ISO, MDY' }]);
      } finally {
        await pooler.close();
      }
    },
  );

  it('in session mode the warehouse is taken, even if the pool has no further session', async () => {
    for (const size of [1, 5]) {
      const pooler = await startPgbouncer(program!, server.url('postgres'), 'session', size);
      const client = await connect({ ...options(pooler), name: 'warehouse' });
      const { rows } = await client.query('show datestyle');
      expect(rows).toEqual([{ DateStyle: 'ISO, YMD' }]);
      await endConnection(client);
      await pooler.close();
    }
  });

  it('in transaction mode a source is read with all its settings, which stay in their transaction', async () => {
    const pooler = await startPgbouncer(program!, server.url('postgres'), 'transaction', 1);
    try {
      const source = await SourceSession.open({
        ...options(pooler),
        name: 'users',
        statementTimeoutSeconds: 7,
        settings: { 'etl.legacy_currency': 'EUR' },
      });
      const settings = `select current_setting('etl.legacy_currency', true) as currency, current_setting('row_security') as rls,
        current_setting('statement_timeout') as timeout, current_setting('transaction_read_only') as read_only`;
      expect(await source.rows(settings)).toEqual([
        { currency: 'EUR', rls: 'off', timeout: '7s', read_only: 'on' },
      ]);
      expect(await query(pooler.url(server.url('postgres')), settings)).toEqual([
        { currency: '', rls: 'on', timeout: '0', read_only: 'off' },
      ]);
      await source.end();
    } finally {
      await pooler.close();
    }
  });
});

it('a source whose connection is lost between two reads is read over a new one', async () => {
  const source = await SourceSession.open({
    url: server.url('postgres'),
    name: 'users',
    applicationName: 'lost source',
    attempts: 2,
    timeoutSeconds: 5,
    statementTimeoutSeconds: 0,
  });
  const [{ pid }] = (await source.rows<{ pid: number }>('select pg_backend_pid() as pid')) as [
    { pid: number },
  ];
  await query(server.url('postgres'), 'select pg_terminate_backend($1)', [pid]);
  const [again] = await source.rows<{ pid: number }>('select pg_backend_pid() as pid');
  expect(again!.pid).not.toBe(pid);
  await source.end();
});
