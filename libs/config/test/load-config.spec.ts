import { ConfigurationError, exitCodeOf } from '@acme/errors';
import { loadConfig, requireSource, requireWarehouse } from '../src';

const url = (name: string) => `postgres://etl_${name}:s3cret@db.internal:5432/${name}?sslmode=verify-full`;

/** The message with which an environment is refused. */
function refusal(environment: Record<string, string>): string {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  throw new Error('was not refused');
}

const databaseSettings = ['WAREHOUSE', 'SOURCE', 'USERS', 'ORDERS', 'PAYMENTS', 'NOTIFICATIONS'].map(
  (name) => `${name}_DATABASE_URL`,
);

describe('an empty environment', () => {
  test('is the local default with every default in place', () => {
    expect(loadConfig({})).toEqual({
      databases: { local: true, sources: {} },
      keyring: {},
      timeZone: 'UTC',
      runDays: {},
      flags: { legacyEtl: false, v1Schema: false },
      legacyCurrency: 'USD',
      disclosure: 'tokens',
      logLevel: 'info',
      loadBatchRows: 500_000,
      watermarkOverlapMinutes: 60,
      quarantineLimit: 0.05,
      deleteLimit: 0.2,
      sweepBucketIds: 10_000,
      connect: { attempts: 5, timeoutSeconds: 10 },
      statementTimeoutSeconds: 0,
      silenceTimeoutSeconds: 120,
      lockWaitSeconds: 300,
      local: { dir: '.local', shop: { seed: 1, users: 5000, days: 180 } },
      given: {},
    });
  });

  test('is what empty and blank settings amount to', () => {
    expect(loadConfig({ WAREHOUSE_DATABASE_URL: '', LOG_LEVEL: ' ', RUN_NOW: '' })).toEqual(loadConfig({}));
  });
});

describe('databases', () => {
  test.each(databaseSettings)('%s alone ends the local default', (name) => {
    expect(loadConfig({ [name]: url('x') }).databases.local).toBe(false);
  });

  test('a service has its own URL before the one for all', () => {
    const { sources } = loadConfig({
      SOURCE_DATABASE_URL: url('all'),
      ORDERS_DATABASE_URL: url('orders'),
    }).databases;
    expect(sources).toEqual({
      users: url('all'),
      orders: url('orders'),
      payments: url('all'),
      notifications: url('all'),
    });
  });

  test('DATABASE_URL is the warehouse unless WAREHOUSE_DATABASE_URL is set', () => {
    expect(loadConfig({ DATABASE_URL: url('a') }).databases.warehouse).toBe(url('a'));
    const both = loadConfig({ DATABASE_URL: url('a'), WAREHOUSE_DATABASE_URL: url('b') });
    expect(both.databases.warehouse).toBe(url('b'));
  });

  test('a wrong DATABASE_URL is reported under the name it was given', () => {
    expect(refusal({ DATABASE_URL: 'nonsense' })).toMatch(/^ {2}DATABASE_URL: must be a URL/m);
  });

  test('a missing warehouse is reported when it is needed, with the setting to set', () => {
    const config = loadConfig({ SOURCE_DATABASE_URL: url('all') });
    expect(() => requireWarehouse(config)).toThrow(ConfigurationError);
    expect(() => requireWarehouse(config)).toThrow(
      expect.objectContaining({ instruction: expect.stringContaining('WAREHOUSE_DATABASE_URL') }),
    );
    expect(requireSource(config, 'users')).toBe(url('all'));
  });

  test('a missing source is reported when it is needed, with both settings that would do', () => {
    const config = loadConfig({ WAREHOUSE_DATABASE_URL: url('w'), USERS_DATABASE_URL: url('users') });
    expect(requireSource(config, 'users')).toBe(url('users'));
    expect(() => requireSource(config, 'payments')).toThrow(
      expect.objectContaining({
        instruction: expect.stringMatching(/PAYMENTS_DATABASE_URL or SOURCE_DATABASE_URL/),
      }),
    );
  });

  test.each([
    ['another scheme', 'mysql://etl:s3cret@db/warehouse'],
    ['no database name', 'postgres://etl:s3cret@db:5432'],
    ['a raw / in the password', 'postgres://etl:12/s3cret@db/warehouse'],
    ['a raw # in the password', 'postgres://etl:12#s3cret@db/warehouse'],
    ['a space', 'postgres://etl:s3cret @db/warehouse'],
    ['a broken percent escape', 'postgres://etl:%zzs3cret@db/warehouse'],
  ])('a URL with %s is refused without its password', (_, value) => {
    const message = refusal({ WAREHOUSE_DATABASE_URL: value });
    expect(message).toContain('WAREHOUSE_DATABASE_URL: must be a URL');
    expect(message).not.toContain('s3cret');
  });
});

describe('problems', () => {
  test('are all told at once, each on its own line with what to do', () => {
    const message = refusal({ LOG_LEVEL: 'loud', SHOP_USERS: 'many', REPORTING_TIMEZONE: 'Mars/Olympus' });
    expect(
      message.split('\n').filter((line) => /^ {2}[A-Z_]+: must be .+; correct it, or unset it/.test(line)),
    ).toHaveLength(3);
  });

  test('end the program with the exit code for bad configuration', () => {
    try {
      loadConfig({ LOG_LEVEL: 'loud' });
    } catch (error) {
      expect(exitCodeOf(error)).toBe(78);
    }
    expect.assertions(1);
  });

  test('never repeat a keyring', () => {
    expect(refusal({ PII_KEYRING: '{"k1": "s3cret' })).not.toContain('s3cret');
  });

  test('include a keyring given twice', () => {
    expect(refusal({ PII_KEYRING: '{}', PII_KEYRING_FILE: 'keys.json' })).toContain(
      'excludes PII_KEYRING_FILE',
    );
  });
});

test('nothing of a configuration can be changed afterwards', () => {
  const config = loadConfig({ SOURCE_DATABASE_URL: url('all') });
  for (const part of [config, config.databases, config.databases.sources, config.local.shop, config.given]) {
    expect(Object.isFrozen(part)).toBe(true);
  }
});
