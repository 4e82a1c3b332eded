import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '@acme/errors';
import { loadConfigFromProcess, readEnvironment } from '../src';

let root: string;
const before = { ...process.env };

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'acme-config-'));
  delete process.env['LOG_LEVEL'];
  delete process.env['JOB_NAME'];
});

afterEach(() => {
  process.env = { ...before };
  rmSync(root, { recursive: true });
});

const envFile = (folder: string, text: string) => writeFileSync(join(folder, '.env'), text);

/** A folder two levels below `root`. */
function below(): string {
  const folder = join(root, 'apps', 'one');
  mkdirSync(folder, { recursive: true });
  return folder;
}

test('.env fills in what the environment does not have', () => {
  process.env['LOG_LEVEL'] = 'warn';
  envFile(root, 'LOG_LEVEL=debug\n# a comment\nJOB_NAME="nightly"\n');
  expect(readEnvironment(root)).toMatchObject({ LOG_LEVEL: 'warn', JOB_NAME: 'nightly' });
});

test('an empty setting of the environment wins over .env, too', () => {
  process.env['JOB_NAME'] = '';
  envFile(root, 'JOB_NAME=nightly');
  expect(readEnvironment(root)['JOB_NAME']).toBe('');
});

test('the .env of the workspace is found from the folder of a project', () => {
  writeFileSync(join(root, 'nx.json'), '{}');
  envFile(root, 'JOB_NAME=nightly');
  expect(readEnvironment(below())['JOB_NAME']).toBe('nightly');
});

test('a .env above the workspace is none of ours', () => {
  envFile(root, 'JOB_NAME=nightly');
  writeFileSync(join(below(), 'nx.json'), '{}');
  expect(readEnvironment(below())['JOB_NAME']).toBeUndefined();
});

test('outside a workspace folders above are not searched', () => {
  envFile(root, 'JOB_NAME=nightly');
  expect(readEnvironment(below())['JOB_NAME']).toBeUndefined();
});

test('a .env that cannot be read is a configuration error', () => {
  mkdirSync(join(root, '.env'));
  expect(() => readEnvironment(root)).toThrow(ConfigurationError);
});

test('overrides come before the environment', () => {
  process.env['LOG_LEVEL'] = 'warn';
  expect(loadConfigFromProcess().logLevel).toBe('warn');
  expect(loadConfigFromProcess({ LOG_LEVEL: 'debug' }).logLevel).toBe('debug');
});
