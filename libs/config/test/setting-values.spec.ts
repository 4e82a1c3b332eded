import { loadConfig } from '../src';

const refused = (environment: Record<string, string>) => expect(() => loadConfig(environment));

describe('flags', () => {
  test.each(['false', 'FALSE', '0', 'no', 'Off'])('%s switches one off', (text) => {
    expect(loadConfig({ ENABLE_LEGACY_ETL: text, ENABLE_V1_SCHEMA: text }).flags).toEqual({
      legacyEtl: false,
      v1Schema: false,
    });
  });

  test.each(['true', 'True', '1', 'yes', 'ON'])('%s switches one on', (text) => {
    expect(loadConfig({ ENABLE_LEGACY_ETL: text, ENABLE_V1_SCHEMA: text }).flags).toEqual({
      legacyEtl: true,
      v1Schema: true,
    });
  });

  test('both are on unless said otherwise, except on the local default', () => {
    const configured = loadConfig({ WAREHOUSE_DATABASE_URL: 'postgres://etl:x@localhost/warehouse' });
    expect(configured.flags).toEqual({ legacyEtl: true, v1Schema: true });
    expect(loadConfig({}).flags).toEqual({ legacyEtl: false, v1Schema: false });
  });

  test.each(['maybe', '2', 'toString', 'truefalse'])('%s is neither true nor false', (text) => {
    refused({ ENABLE_V1_SCHEMA: text }).toThrow(/ENABLE_V1_SCHEMA: must be true or false/);
  });
});

describe('V1_PII', () => {
  test('is tokens unless masks are asked for', () => {
    expect(loadConfig({}).disclosure).toBe('tokens');
    expect(loadConfig({ V1_PII: 'Masked' }).disclosure).toBe('masked');
  });

  test('is direct only when that is granted as well', () => {
    refused({ V1_PII: 'direct' }).toThrow(/V1_PII_DIRECT_GRANTED=true as well/);
    expect(loadConfig({ V1_PII: 'direct', V1_PII_DIRECT_GRANTED: 'true' }).disclosure).toBe('direct');
    expect(loadConfig({ V1_PII_DIRECT_GRANTED: 'true' }).disclosure).toBe('tokens');
  });

  test('LEGACY_CURRENCY is a code', () => {
    expect(loadConfig({ LEGACY_CURRENCY: 'EUR' }).legacyCurrency).toBe('EUR');
    refused({ LEGACY_CURRENCY: 'euro' }).toThrow(/LEGACY_CURRENCY: must be a currency code/);
  });
});

describe('REPORTING_TIMEZONE', () => {
  test.each([
    ['UTC', 'UTC'],
    ['utc', 'UTC'],
    ['europe/berlin', 'Europe/Berlin'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['US/Eastern', 'US/Eastern'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ])('accepts %s as %s', (text, zone) => {
    expect(loadConfig({ REPORTING_TIMEZONE: text }).timeZone).toBe(zone);
  });

  test.each(['+02:00', '-05', 'UTC+2', 'CET', 'EST', 'EST5EDT', 'Mars/Olympus', "UTC'; select 1"])(
    'refuses %s, which PostgreSQL reads otherwise or not at all',
    (zone) => refused({ REPORTING_TIMEZONE: zone }).toThrow(/REPORTING_TIMEZONE: must be an IANA time zone/),
  );
});

describe('RUN_NOW', () => {
  test.each([
    ['2026-11-20T02:00:00Z', '2026-11-20T02:00:00.000Z'],
    ['2026-11-20T02:00:00.250+02:00', '2026-11-20T00:00:00.250Z'],
    ['2026-11-20T02:00:00.123456Z', '2026-11-20T02:00:00.123Z'],
    ['2026-11-20T02:00:00.999999999Z', '2026-11-20T02:00:00.999Z'],
  ])('reads %s', (text, instant) => {
    expect(loadConfig({ RUN_NOW: text }).runNow?.toISOString()).toBe(instant);
  });

  test.each([
    '2026-11-20T02:00:00',
    '2026-11-20',
    '2026-02-30T00:00:00Z',
    '2026-11-20T25:00:00Z',
    'now',
    '0',
    '9999-12-31T00:00:00Z',
    '2101-01-01T00:00:00Z',
    '1999-12-31T00:00:00Z',
  ])('refuses %s', (text) =>
    refused({ RUN_NOW: text }).toThrow(/RUN_NOW: must be an ISO instant with its offset/),
  );
});

describe('numbers', () => {
  test.each([
    ['LOAD_BATCH_ROWS', '999'],
    ['LOAD_BATCH_ROWS', '1e6'],
    ['WATERMARK_OVERLAP_MINUTES', '-1'],
    ['WATERMARK_OVERLAP_MINUTES', '1.5'],
    ['QUARANTINE_LIMIT', '1.01'],
    ['QUARANTINE_LIMIT', '5%'],
    ['SWEEP_BUCKET_IDS', '99'],
    ['CONNECT_ATTEMPTS', '0'],
    ['CONNECT_ATTEMPTS', '21'],
    ['CONNECT_TIMEOUT_SECONDS', '3601'],
    ['STATEMENT_TIMEOUT_SECONDS', '2147484'],
    ['SHOP_USERS', '0x10'],
  ])('%s refuses %s', (name, text) => refused({ [name]: text }).toThrow(new RegExp(`${name}: must be`)));

  test('the bounds themselves are fine', () => {
    const config = loadConfig({
      LOAD_BATCH_ROWS: '1000',
      WATERMARK_OVERLAP_MINUTES: '0',
      QUARANTINE_LIMIT: '1',
      SWEEP_BUCKET_IDS: '100',
      CONNECT_ATTEMPTS: '20',
    });
    expect(config).toMatchObject({
      loadBatchRows: 1000,
      watermarkOverlapMinutes: 0,
      quarantineLimit: 1,
      sweepBucketIds: 100,
      connect: { attempts: 20 },
    });
  });
});

test('LOG_LEVEL knows its levels in any case, and no others', () => {
  expect(loadConfig({ LOG_LEVEL: 'Debug' }).logLevel).toBe('debug');
  refused({ LOG_LEVEL: 'verbose' }).toThrow(/LOG_LEVEL: must be one of trace, debug/);
});
