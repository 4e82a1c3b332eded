import { exitCodeOf } from '@acme/errors';
import { connect, endConnection } from '@acme/db';
import {
  createAuthority,
  hasOpenssl,
  startTlsServer,
  testServer,
  type Authority,
  type TestServer,
} from '../src';

const withTls = hasOpenssl() ? describe : describe.skip;

withTls('a server with TLS', () => {
  let server: TestServer;
  let authority: Authority;
  let stranger: Authority;
  beforeAll(async () => {
    server = await testServer(process.env.TEST_DATABASE_URL);
    authority = createAuthority();
    stranger = createAuthority();
  });
  afterAll(async () => {
    authority.remove();
    stranger.remove();
    await server.release();
  });

  /** Connects to a server with that certificate; gives `tls`, `plain`, or how it was refused. */
  async function outcome(
    options: string,
    certificate = authority.issue('localhost'),
    clientAuthority?: string,
  ): Promise<string> {
    const tls = await startTlsServer(server.url('postgres'), certificate, clientAuthority);
    const url = new URL(server.url('postgres'));
    url.hostname = 'localhost';
    url.port = String(tls.port);
    try {
      const client = await connect({
        url: `${url.href}?${options}`,
        name: 'warehouse',
        applicationName: 'tls test',
        attempts: 1,
        timeoutSeconds: 5,
        statementTimeoutSeconds: 0,
        silenceTimeoutSeconds: 5,
      });
      await client.query('select repeat($1, 100000)', ['x']);
      await endConnection(client);
      return tls.seen.plain > 0 ? 'plain' : 'tls';
    } catch (error) {
      return `${exitCodeOf(error)} ${(error as Error).message}`;
    } finally {
      await tls.close();
    }
  }

  const ca = () => `sslrootcert=${encodeURIComponent(authority.ca)}`;
  const otherCa = () => `sslrootcert=${encodeURIComponent(stranger.ca)}`;

  it('is spoken to as each mode says', async () => {
    expect(await outcome('sslmode=disable')).toBe('plain');
    expect(await outcome('sslmode=require')).toBe('tls');
    expect(await outcome(`sslmode=verify-ca&${ca()}`)).toBe('tls');
    expect(await outcome(`sslmode=verify-full&${ca()}`)).toBe('tls');
  });

  it('whose authority is unknown ends with 78, unless nobody is to prove anything', async () => {
    for (const mode of [
      `verify-full&${otherCa()}`,
      `verify-ca&${otherCa()}`,
      `require&${otherCa()}`,
      'verify-full',
    ])
      expect(await outcome(`sslmode=${mode}`)).toMatch(/^78 .*no trusted authority signed/);
  });

  it('whose name is another one ends verify-full with 78', async () => {
    const other = authority.issue('db.example.com');
    expect(await outcome(`sslmode=verify-full&${ca()}`, other)).toMatch(/^78 .*another name/);
    expect(await outcome(`sslmode=verify-ca&${ca()}`, other)).toBe('tls');
  });

  it('whose certificate has expired ends with 78', async () => {
    const expired = authority.issue('localhost', -1);
    expect(await outcome(`sslmode=verify-full&${ca()}`, expired)).toMatch(/^78 .*has expired/);
    expect(await outcome('sslmode=require', expired)).toBe('tls');
  });

  it('that asks for a certificate of the client takes one, and ends with 78 without', async () => {
    const { cert, key } = authority.issue('etl');
    const own = `sslcert=${encodeURIComponent(cert)}&sslkey=${encodeURIComponent(key)}`;
    expect(await outcome(`sslmode=verify-full&${ca()}&${own}`, undefined, authority.ca)).toBe('tls');
    expect(await outcome(`sslmode=verify-full&${ca()}`, undefined, authority.ca)).toMatch(/^(78|69) /);
  });

  it('files that are missing end with 78 and are named', async () => {
    expect(await outcome('sslmode=verify-full&sslrootcert=/nowhere/ca.pem')).toMatch(
      /^78 .*\/nowhere\/ca\.pem that sslrootcert/,
    );
  });

  it('and one without it ends with 78', async () => {
    const url = new URL(server.url('postgres'));
    const error = await connect({
      url: `${url.href}?sslmode=require`,
      name: 'users',
      applicationName: 'tls test',
      attempts: 1,
      timeoutSeconds: 5,
      statementTimeoutSeconds: 0,
    }).catch((failure: unknown) => failure);
    expect(exitCodeOf(error)).toBe(78);
    expect((error as Error).message).toMatch(/users database does not offer TLS/);
  });
});

it('a password that is asked for and not given, and an option that the server does not know, end with 78', async () => {
  const server = await testServer(process.env.TEST_DATABASE_URL);
  const open = (change: (url: URL) => void) => {
    const url = new URL(server.url('postgres'));
    change(url);
    return connect({
      url: url.href,
      name: 'users',
      applicationName: 'url test',
      attempts: 1,
      timeoutSeconds: 5,
      statementTimeoutSeconds: 0,
    }).catch((failure: unknown) => failure);
  };
  const noPassword = await open((url) => (url.password = ''));
  expect([exitCodeOf(noPassword), (noPassword as Error).message]).toEqual([
    78,
    'the users database asks for a password, and its URL has none',
  ]);
  const unknown = await open((url) => url.searchParams.set('options', '-c no_such_setting=1'));
  expect([exitCodeOf(unknown), (unknown as Error).message]).toEqual([
    78,
    expect.stringMatching(/refuses an option of its URL \(42704\)/),
  ]);
  await server.release();
});
