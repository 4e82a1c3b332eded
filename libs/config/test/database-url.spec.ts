import { readDatabaseUrl } from '../src';

const problem = (text: string): string => {
  const read = readDatabaseUrl(text);
  return 'problem' in read ? read.problem : 'none';
};
const url = (text: string) => {
  const read = readDatabaseUrl(text);
  if ('problem' in read) throw new Error(read.problem);
  return read.url;
};
const far = (options: string) => `postgres://etl:s3cret@db.example.com:5433/warehouse${options}`;

describe('a host that is neither this machine nor a socket', () => {
  test('needs a named sslmode, and is given the two lines to choose from', () => {
    for (const options of ['', '?options=-c%20jit%3Doff'])
      expect(problem(far(options))).toMatch(
        /names no sslmode, and host db\.example\.com .*sslmode=verify-full&sslrootcert=.*sslmode=disable/,
      );
    expect(problem('postgres://etl:x@10.0.0.7/w')).toMatch(/names no sslmode/);
    expect(problem('postgres://etl:x@[2001:db8::1]/w')).toMatch(/names no sslmode/);
    expect(problem('postgres://etl:x@localhost/w?host=db.example.com')).toMatch(/names no sslmode/);
    expect(problem('postgres://etl:x@localhost.example.com/w')).toMatch(/names no sslmode/);
    expect(problem('postgres://etl:x@127.0.0.1.example.com/w')).toMatch(/names no sslmode/);
  });

  test.each([
    'postgres://etl:x@localhost/w',
    'postgres://etl:x@LOCALHOST:5433/w',
    'postgres://etl:x@127.0.0.1/w',
    'postgres://etl:x@127.8.9.10/w',
    'postgres://etl:x@[::1]:5432/w',
    'postgres:///w?host=/run/postgresql&user=etl',
    'postgres://etl:x@%2Frun%2Fpostgresql/w',
  ])('%s is this machine or a socket: plaintext needs no word', (text) => {
    expect(url(text).tls).toEqual({ mode: 'disable' });
  });
});

describe('sslmode', () => {
  test.each([
    ['disable', { mode: 'disable' }],
    ['require', { mode: 'require' }],
    ['require&sslrootcert=/ca.pem', { mode: 'verify-ca', rootCert: '/ca.pem' }],
    ['verify-ca&sslrootcert=/ca.pem', { mode: 'verify-ca', rootCert: '/ca.pem' }],
    ['verify-full', { mode: 'verify-full' }],
    ['verify-full&sslrootcert=system', { mode: 'verify-full' }],
    ['verify-full&sslrootcert=/ca.pem', { mode: 'verify-full', rootCert: '/ca.pem' }],
    ['require&sslcert=/c.pem&sslkey=/k.pem', { mode: 'require', cert: '/c.pem', key: '/k.pem' }],
  ])('%s is what it says', (options, tls) => {
    expect(url(far(`?sslmode=${options}`)).tls).toEqual(tls);
  });

  test.each([
    ['allow', /would speak plaintext/],
    ['prefer', /would speak plaintext/],
    ['no-verify', /it is called sslmode=require/],
    ['strict', /does not exist/],
    ['verify-ca', /without an sslrootcert/],
    ['verify-full&sslcert=/c.pem', /together/],
    ['disable&sslrootcert=/ca.pem', /exclude each other/],
  ])('%s is refused: it would give less than it says', (options, message) => {
    expect(problem(far(`?sslmode=${options}`))).toMatch(message);
    expect(problem(`postgres://etl:x@localhost/w?sslmode=${options}`)).toMatch(message);
  });
});

test('options that are not known, or do nothing here, are refused without what may be a password', () => {
  expect(problem('postgres://etl:x@localhost/w?sslmodes=require')).toMatch(/did you mean sslmode\?/);
  expect(problem('postgres://etl:x@localhost/w?connect_timeout=3')).toMatch(/CONNECT_TIMEOUT_SECONDS/);
  expect(problem('postgres://etl:x@localhost/w?S3cret!=1')).toMatch(/has an option that is not known/);
  expect(problem('postgres://etl:x@localhost/w?port=1&port=2')).toMatch(/twice/);
  expect(problem('postgres://etl:x@localhost/w?port=seventy')).toMatch(/no port/);
  expect(problem('postgres://etl:x@a,b/w?sslmode=disable')).toMatch(/several hosts/);
});

test('every part is decoded', () => {
  expect(url('postgresql://e%40l:p%2F%3Aw@db.example.com/my%20db?sslmode=require')).toEqual({
    host: 'db.example.com',
    port: 5432,
    user: 'e@l',
    password: 'p/:w',
    database: 'my db',
    tls: { mode: 'require' },
  });
});
