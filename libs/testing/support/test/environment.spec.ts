import { connect, endConnection, Session } from '@acme/db';
import { testServer, type TestServer } from '../src';

let server: TestServer;
const before = { ...process.env };

beforeAll(async () => {
  server = await testServer(process.env.TEST_DATABASE_URL);
});
afterEach(() => {
  process.env = { ...before };
});
afterAll(() => server.release());

it('PG… variables of the environment change nothing about a connection', async () => {
  Object.assign(process.env, {
    PGOPTIONS: '-c search_path=elsewhere -c enable_hashjoin=off',
    PGREPLICATION: 'database',
    PGUSER: 'nobody',
    PGPASSWORD: 'wrong',
    PGDATABASE: 'nowhere',
    PGHOST: '192.0.2.1',
    PGPORT: '1',
    PGAPPNAME: 'somebody',
    PGSSLMODE: 'verify-full',
    PGSSLNEGOTIATION: 'direct',
    PGCLIENT_ENCODING: 'latin1',
    PGCONNECT_TIMEOUT: '1',
    PGTZ: 'Asia/Tokyo',
    PGDATESTYLE: 'German',
  });
  const client = await connect({
    url: server.url('postgres'),
    name: 'users',
    applicationName: 'environment test',
    attempts: 1,
    timeoutSeconds: 20,
    statementTimeoutSeconds: 0,
  });
  try {
    const [found] = await new Session(client, 'users', false).rows(
      `select current_setting('search_path') as path, current_setting('enable_hashjoin') as joins,
         current_setting('application_name') as application, current_setting('client_encoding') as encoding,
         current_setting('timezone') as zone, current_setting('datestyle') as style, 'ü' as letter, current_database() as database`,
    );
    expect(found).toEqual({
      path: '"$user", public',
      joins: 'on',
      application: 'environment test',
      encoding: 'UTF8',
      zone: 'UTC',
      style: 'ISO, YMD',
      letter: 'ü',
      database: 'postgres',
    });
  } finally {
    await endConnection(client);
  }
});
