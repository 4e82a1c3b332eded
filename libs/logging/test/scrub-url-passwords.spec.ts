import { scrubUrlPasswords } from '../src';

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
  ['from postgres://a:pw@h/x to postgres://b:pw@h/y', 'from postgres://a:***@h/x to postgres://b:***@h/y'],
])('%s becomes %s', (text, scrubbed) => {
  expect(scrubUrlPasswords(text)).toBe(scrubbed);
});

test.each([
  'postgres://host:5432/db',
  'postgres://etl@host:5432/db',
  'https://a:b@c/',
  'write to ops@example.org',
])('%s has no database password and stays', (text) => expect(scrubUrlPasswords(text)).toBe(text));

test('a line of JSON stays JSON with its other members', () => {
  const line = {
    url: 'postgres://host:5432/db',
    mail: 'ops@example.org',
    other: 'postgres://etl:p"w\\@host/db',
  };
  expect(JSON.parse(scrubUrlPasswords(JSON.stringify(line)))).toEqual({
    ...line,
    other: 'postgres://etl:***@host/db',
  });
});
