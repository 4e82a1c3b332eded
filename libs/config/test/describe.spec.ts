import { loadConfig, settingEntries, settingRows } from '../src';

const rowOf = (environment: Record<string, string>, name: string) =>
  settingRows(loadConfig(environment)).find((row) => row.name === name);

test('every setting has a row', () => {
  expect(settingRows(loadConfig({})).map(({ name }) => name)).toEqual(settingEntries.map(([name]) => name));
});

test('a URL is shown without its password and parameters', () => {
  const url = 'postgres://etl_users:s3cret@localhost:5432/users?password=s3cret';
  expect(rowOf({ USERS_DATABASE_URL: url }, 'USERS_DATABASE_URL')).toEqual({
    name: 'USERS_DATABASE_URL',
    value: 'postgres://etl_users:***@localhost:5432/users',
    source: 'environment',
  });
});

test('a URL where none belongs is shown without its password as well', () => {
  const value = rowOf({ SOURCES_SQL_DIR: 'postgres://etl:s3cret@localhost/x' }, 'SOURCES_SQL_DIR')?.value;
  expect(value).toBe('postgres://etl:***@localhost/x');
});

test('of a keyring nothing is shown', () => {
  expect(rowOf({ PII_KEYRING: '{"k1":"s3cret"}' }, 'PII_KEYRING')?.value).toBe('***');
});

test('a row tells a given value from a default and from none', () => {
  expect(rowOf({ LOG_LEVEL: 'info' }, 'LOG_LEVEL')).toMatchObject({ value: 'info', source: 'environment' });
  expect(rowOf({}, 'LOG_LEVEL')).toMatchObject({ value: 'info', source: 'default' });
  expect(rowOf({}, 'RUN_NOW')).toMatchObject({ value: '', source: 'unset' });
});

test('what a configuration keeps for display holds no secret', () => {
  const { given } = loadConfig({
    DATABASE_URL: 'postgres://etl:s3cret@localhost/warehouse',
    PII_KEYRING: '{"k1":"s3cret"}',
  });
  expect(Object.keys(given)).toEqual(['WAREHOUSE_DATABASE_URL', 'PII_KEYRING']);
  expect(JSON.stringify(given)).not.toContain('s3cret');
});
