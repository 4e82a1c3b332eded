import { redact, shownArgument } from '../src';

const key = Buffer.from('0123456789abcdef0123456789abcdef').toString('base64');

test.each([
  ['postgres://etl:pw@host/db', 'postgres://etl:***@host/db'],
  ['postgresql://etl:pw@host/db', 'postgresql://etl:***@host/db'],
  ['POSTGRES://etl:pw@host/db', 'POSTGRES://etl:***@host/db'],
  ['postgres://:pw@host/db', 'postgres://:***@host/db'],
  ['postgres://etl:p@ss/w:rd@host/db', 'postgres://etl:***@host/db'],
  [
    'postgres://etl@host/db?password=pw&sslmode=require',
    'postgres://etl@host/db?password=***&sslmode=require',
  ],
  ['postgres://etl@host/db?sslpassword=pw', 'postgres://etl@host/db?sslpassword=***'],
  ['from postgres://a:pw@h/x to postgres://b:pw@h/y', 'from postgres://a:***@h/x to postgres://b:***@h/y'],
  ['http://push:pw@gateway:9091/metrics', 'http://push:***@gateway:9091/metrics'],
  ['redis://:pw@cache', 'redis://:***@cache'],
  ['host=db password=pw user=etl', 'host=db password=*** user=etl'],
  ["host=db password = 'p w' user=etl", 'host=db password = *** user=etl'],
  ['PGPASSWORD=pw', 'PGPASSWORD=***'],
  [`{"current":1,"keys":{"1":"${key}"}}`, '{"current":1,"keys":{***}}'],
  [
    JSON.stringify({ msg: `{"current":1,"keys":{"1":"${key}"}}` }),
    '{"msg":"{\\"current\\":1,\\"keys\\":{***}}"}',
  ],
  [`the key ${key} is told`, 'the key *** is told'],
])('%s becomes %s', (text, redacted) => {
  expect(redact(text)).toBe(redacted);
  expect(redact(redacted)).toBe(redacted);
});

test.each([
  'postgres://host:5432/db',
  'postgres://etl@host:5432/db',
  'must be a URL like postgres://user:password@host:5432/database',
  'https://registry.example.com:4873/@scope/name',
  'write to ops@example.org',
  'check user, password and grants',
  'v1_0123456789abcdefghijkl',
  'at /usr/local/lib/node_modules/some-package/dist/deeply/nested/file.js:10:5',
  '0a1b2c3d4e5f60718293a4b5c6d7e8f900112233445566778899aabbccddeeff',
])('%s has no secret and stays', (text) => expect(redact(text)).toBe(text));

test('a line of JSON stays JSON with its other members', () => {
  const line = {
    url: 'postgres://host:5432/db',
    mail: 'ops@example.org',
    other: 'postgres://etl:p"w\\@host/db',
    libpq: "password='p",
    last: "it's password=",
    end: 'x',
  };
  expect(JSON.parse(redact(JSON.stringify(line)))).toEqual({
    ...line,
    other: 'postgres://etl:***@host/db',
    libpq: expect.stringMatching(/^password=('p|\*\*\*p?)$/) as string,
  });
});

test.each([
  ['postgres://etl:my pass/word@host/db', 'postgres://***'],
  ['--url=postgres://etl:pw@host/db', '--url=postgres://***'],
  ['postgres://etl:p\nw@host/db', 'postgres://***'],
  [`{"keys":{"1":"${key}"}}`, '{"keys":{***}}'],
  ['x'.repeat(100), `${'x'.repeat(80)}…`],
  ['2026-02-30', '2026-02-30'],
])('the argument %j is repeated as %s', (argument, shown) => expect(shownArgument(argument)).toBe(shown));
