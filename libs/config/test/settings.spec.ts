import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '@acme/errors';
import { loadConfig, renderEnvExample, renderSettingsDoc, requireSource, requireWarehouse, settingEntries, settingRows } from '../src';

const root = join(__dirname, '../../..');

describe.each([
  ['docs/settings.md', renderSettingsDoc],
  ['.env.example', renderEnvExample],
])('%s', (file, render) => {
  if (process.env.UPDATE_DOCS) writeFileSync(join(root, file), render());
  const text = readFileSync(join(root, file), 'utf8');

  it('is what the table of settings renders to (UPDATE_DOCS=1 writes it)', () => expect(text).toBe(render()));

  it('names every setting', () => {
    for (const [name] of settingEntries) expect(text).toContain(name);
  });
});

describe('loadConfig', () => {
  it('works locally, in UTC and on the clock, when nothing is set', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({ databases: { local: true, sources: {} }, zone: 'UTC', logLevel: 'info', keyring: {} });
    expect(config.runNow).toBeUndefined();
  });

  it.each([
    ['REPORTING_TIMEZONE', 'Mars/Olympus'],
    ['REPORTING_TIMEZONE', '+02:00'],
    ['RUN_NOW', 'yesterday'],
    ['RUN_NOW', '2026-11-20T02:00:00'],
    ['RUN_NOW', '2026-02-30T02:00:00Z'],
    ['ENABLE_LEGACY_ETL', 'perhaps'],
    ['ENABLE_V1_SCHEMA', '2'],
    ['WAREHOUSE_DATABASE_URL', 'mysql://u:secret@h/d'],
    ['USERS_DATABASE_URL', 'postgres://u:secret@host'],
    ['LOG_LEVEL', 'loud'],
    ['QUARANTINE_LIMIT', '1.5'],
    ['LOAD_BATCH_ROWS', '-1'],
    ['CONNECT_ATTEMPTS', '99'],
    ['SHOP_DAYS', 'many'],
  ])('refuses %s=%s by name, and shows no secret', (name, value) => {
    expect(() => loadConfig({ [name]: value })).toThrow(ConfigurationError);
    expect(() => loadConfig({ [name]: value })).toThrow(name);
    expect(() => loadConfig({ [name]: value })).not.toThrow(/secret/);
  });

  it('names every wrong setting at once', () => {
    expect(() => loadConfig({ LOG_LEVEL: 'loud', RUN_NOW: 'soon' })).toThrow(/RUN_NOW .*LOG_LEVEL /);
  });

  it('refuses the flags of the legacy generation, which this build does not have', () => {
    expect(() => loadConfig({ ENABLE_LEGACY_ETL: 'true' })).toThrow(/ENABLE_LEGACY_ETL must be false/);
    expect(loadConfig({ ENABLE_LEGACY_ETL: 'no', ENABLE_V1_SCHEMA: '0' }).flags).toEqual({ legacyEtl: false, v1Schema: false });
  });

  it('lets the URL of a service override the common one, and takes DATABASE_URL for the warehouse', () => {
    const config = loadConfig({ DATABASE_URL: 'postgres://w@h/w', SOURCE_DATABASE_URL: 'postgres://s@h/s', USERS_DATABASE_URL: 'postgres://u@h/u' });
    expect([requireWarehouse(config), requireSource(config, 'users'), requireSource(config, 'orders')]).toEqual([
      'postgres://w@h/w',
      'postgres://u@h/u',
      'postgres://s@h/s',
    ]);
    expect(config.databases.local).toBe(false);
  });

  it('says which URL is missing when only some are given', () => {
    expect(() => requireWarehouse(loadConfig({ USERS_DATABASE_URL: 'postgres://u@h/u' }))).toThrow(/no warehouse/);
    expect(() => requireSource(loadConfig({ WAREHOUSE_DATABASE_URL: 'postgres://w@h/w' }), 'users')).toThrow(/users service/);
  });
});

it('shows settings without passwords and keys', () => {
  const shown = JSON.stringify(
    settingRows(loadConfig({ WAREHOUSE_DATABASE_URL: 'postgres://u:hush@h/d?password=hush', PII_KEYRING: '{"keys":"hush"}', LOG_LEVEL: 'debug' })),
  );
  expect(shown).not.toContain('hush');
  expect(shown).toContain('postgres://u:***@h/d');
});
