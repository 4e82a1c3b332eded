import { PassThrough, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { DatabaseUnavailableError, exitCodeOf, StoppedError } from '@acme/errors';
import { query, startProxy, testServer, type Proxy, type TestServer } from '../src';
import { connect, copyOut, copyThrough, endConnection, Session, type ConnectOptions } from '@acme/db';

let server: TestServer;
let proxy: Proxy;
const opened: Client[] = [];

beforeAll(async () => {
  server = await testServer(process.env.TEST_DATABASE_URL);
});
afterAll(() => server.release());
beforeEach(async () => {
  proxy = await startProxy(server.url('postgres'));
});
afterEach(async () => {
  for (const client of opened.splice(0)) await endConnection(client, 10);
  await proxy.close();
});

async function open(options: Partial<ConnectOptions> = {}): Promise<Client> {
  const client = await connect({
    url: proxy.url(server.url('postgres')),
    name: 'users',
    applicationName: 'silence test',
    attempts: 3,
    timeoutSeconds: 1,
    statementTimeoutSeconds: 0,
    silenceTimeoutSeconds: 1,
    ...options,
  });
  opened.push(client);
  return client;
}

// A server that lives answers within this time, however busy the machine.
const patient = { timeoutSeconds: 20 };
const direct = () => open({ url: server.url('postgres'), ...patient });
// In the select list the rows come one by one.
const rows = "copy (select generate_series(1, 20000000) as i, repeat('x', 960)) to stdout";
const slowSink = () => new Writable({ write: (_chunk, _encoding, done) => void setTimeout(done, 5) });
const within = async (seconds: number, work: Promise<unknown>): Promise<unknown> => {
  const began = Date.now();
  const error = await work.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  expect(Date.now() - began).toBeLessThan(seconds * 1000);
  return error;
};

it('ends a statement whose answer cannot come, whichever way is stalled, as an unavailable database', async () => {
  const ends = async (direction: 'up' | 'down' | 'both') => {
    const between = await startProxy(server.url('postgres'));
    const client = await open({ url: between.url(server.url('postgres')) });
    between.stall(direction);
    const error = await within(25, new Session(client, 'users', false).query('select 1'));
    await between.close();
    return error;
  };
  for (const error of await Promise.all([ends('up'), ends('down'), ends('both')])) {
    expect(error).toBeInstanceOf(DatabaseUnavailableError);
    expect((error as Error).message).toMatch(/the users database has been silent for \d+ s/);
  }
});

it('ends a copy whose rows stop coming in the middle', async () => {
  const client = await open();
  const copy = copyOut(
    { client, statement: rows, name: 'users' },
    [],
    slowSink(),
    new AbortController().signal,
  );
  setTimeout(() => proxy.stall(), 500);
  const error = await within(25, copy);
  expect(exitCodeOf(error)).toBe(69);
});

it('ends a copy into a database that takes no more', async () => {
  const [source, target] = [await direct(), await open()];
  await target.query('create temporary table taken (i bigint, t text)');
  const copy = copyThrough({ client: source, statement: rows, name: 'users' }, new PassThrough(), {
    client: target,
    statement: 'copy taken from stdin',
    name: 'warehouse',
  });
  setTimeout(() => proxy.stall('up'), 500);
  const error = await within(25, copy);
  expect((error as Error).message).toMatch(/the users database has been silent/);
  expect(exitCodeOf(error)).toBe(69);
});

it('leaves alone a statement that works in silence, and one that waits for a lock', async () => {
  const [client, other] = [await open(patient), await direct()];
  await other.query('select pg_advisory_lock(7)');
  const waiting = (await open(patient)).query('select pg_advisory_lock(7)');
  await client.query('select pg_sleep(4)');
  await other.query('select pg_advisory_unlock(7)');
  await waiting;
});

it('leaves alone a copy whose reader, or whose source of rows, takes its time', async () => {
  const [source, target] = [await direct(), await open(patient)];
  await target.query('create temporary table taken (i bigint)');
  const began = Date.now();
  // The rows are there at once; the transform holds them back.
  const slow = new PassThrough();
  slow._transform = (chunk, _encoding, done) => void setTimeout(() => done(null, chunk), 4_000);
  const taken = await copyThrough(
    { client: source, statement: 'copy (select generate_series(1, 3)) to stdout', name: 'users' },
    slow,
    { client: target, statement: 'copy taken from stdin', name: 'warehouse' },
  );
  expect(taken).toBe(3);
  expect(Date.now() - began).toBeGreaterThan(3_500);
});

it('a stop ends within seconds what a stalled or frozen database is at', async () => {
  const stop = new AbortController();
  const client = await open({ signal: stop.signal, silenceTimeoutSeconds: 600 });
  const session = new Session(client, 'warehouse', false, stop.signal);
  const [{ pid }] = (await session.rows('select pg_backend_pid() as pid')) as [{ pid: number }];
  process.kill(pid, 'SIGSTOP');
  try {
    const hanging = session.query('select 1');
    await sleep(200);
    stop.abort();
    const error = await within(4, hanging);
    expect(error).toBeInstanceOf(StoppedError);
    expect(await within(2, session.end())).toBeUndefined();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
});

it('a backend that is frozen in a statement is given up once it has outlived its timeout', async () => {
  const client = await open({ statementTimeoutSeconds: 2, url: server.url('postgres'), ...patient });
  const { rows: found } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const counting = new Session(client, 'users', false).query('select count(*) from generate_series(1, 1e9)');
  await sleep(700);
  process.kill(found[0]!.pid, 'SIGSTOP');
  try {
    const error = await within(40, counting);
    expect((error as Error).message).toMatch(/outlived its timeout/);
    expect(exitCodeOf(error)).toBe(69);
  } finally {
    process.kill(found[0]!.pid, 'SIGCONT');
  }
});

it('the server lets go of a lost client within two minutes, by settings of the session', async () => {
  const client = await direct();
  const { rows: found } = await client.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name ~ '^(tcp_|client_conn)' order by 1`,
  );
  expect(Object.fromEntries(found.map(({ name, setting }) => [name, setting]))).toEqual({
    client_connection_check_interval: '2000',
    tcp_keepalives_count: '3',
    tcp_keepalives_idle: '30',
    tcp_keepalives_interval: '10',
    tcp_user_timeout: '60000',
  });
});

it('a session does not inherit what its role is set to', async () => {
  await query(
    server.url('postgres'),
    `drop role if exists odd;
     create role odd login superuser password 'odd';
     alter role odd set statement_timeout = '7s';
     alter role odd set idle_in_transaction_session_timeout = '7s';
     alter role odd set idle_session_timeout = '7s';
     alter role odd set datestyle = 'SQL, DMY';
     alter role odd set intervalstyle = 'iso_8601';
     alter role odd set timezone = 'Asia/Tokyo';
     alter role odd set quote_all_identifiers = on;
     alter role odd set extra_float_digits = -3;
     alter role odd set bytea_output = 'escape';
     alter role odd set default_transaction_isolation = 'serializable'`,
  );
  const url = new URL(server.url('postgres'));
  url.username = url.password = 'odd';
  const client = await open({ url: url.href });
  const { rows: found } = await client.query<Record<string, string>>(
    `select current_setting('statement_timeout') as statement, current_setting('idle_in_transaction_session_timeout') as idle,
       current_setting('idle_session_timeout') as session, format('%I', 'x') as name, now()::text ~ '\\+00$' as utc,
       interval '1 day 2 hours'::text as span, date '2026-02-01'::text as day, 0.1::float8::text as float,
       '\\x01'::bytea::text as bytes, current_setting('transaction_isolation') as isolation`,
  );
  expect(found[0]).toEqual({
    statement: '0',
    idle: '0',
    session: '0',
    name: 'x',
    utc: true,
    span: '1 day 02:00:00',
    day: '2026-02-01',
    float: '0.1',
    bytes: '\\x01',
    isolation: 'read committed',
  });
});
