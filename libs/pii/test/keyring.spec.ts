import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '@acme/errors';
import { generateKeyring, keyringFileWarning, parseKeyring, readKeyring } from '../src';
import { keyOf, keyringOf } from './key';

const key = keyOf('test key');
const of = (bytes: Buffer | string) =>
  JSON.stringify({ current: 1, keys: { 1: typeof bytes === 'string' ? bytes : bytes.toString('base64') } });
const refusal = (read: () => unknown): ConfigurationError => {
  try {
    read();
  } catch (error) {
    return error as ConfigurationError;
  }
  throw new Error('it was not refused');
};

it.each([
  ['no key at all', () => readKeyring({}), /no PII key is configured/],
  [
    'a file that is not there',
    () => readKeyring({ file: '/nonexistent/keyring' }),
    /cannot be read \(ENOENT\)/,
  ],
  ['text that is not JSON', () => parseKeyring(`{"current":1,"keys":{"1":"${key}"}`), /is not JSON/],
  ['another form', () => parseKeyring('{"key":"x"}'), /is not of the form/],
  [
    'a key too short',
    () => parseKeyring(JSON.stringify({ current: 1, keys: { 1: 'c2hvcnQ=' } })),
    /too short: 5 bytes/,
  ],
  [
    'a key that is not base64',
    () => parseKeyring(JSON.stringify({ current: 1, keys: { 1: '!!!' } })),
    /is not base64/,
  ],
  [
    'a current version without key',
    () => parseKeyring(JSON.stringify({ current: 2, keys: { 1: key } })),
    /no key of its current version 2/,
  ],
])('refuses %s with an instruction and without key material', (_case, read, message) => {
  let error: unknown;
  try {
    read();
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(ConfigurationError);
  expect((error as ConfigurationError).message).toMatch(message);
  expect((error as ConfigurationError).instruction).not.toBe('');
  expect(JSON.stringify(error) + (error as Error).message).not.toContain(key);
});

it('gives every generated keyring another key, and tells keys apart by their check value', () => {
  const one = parseKeyring(generateKeyring());
  const two = parseKeyring(generateKeyring());
  expect(one.version).toBe(1);
  expect(one.checkValue).not.toBe(two.checkValue);
});

describe('a key that can be guessed is refused', () => {
  it.each([
    ['all zero', Buffer.alloc(32), /key 1 of the keyring is one byte over and over/],
    ['one byte', Buffer.alloc(48, 0xa7), /one byte over and over/],
    ['a repeated word', Buffer.from('deadbeef'.repeat(8), 'hex'), /repeats itself/],
    [
      '16 bytes twice',
      Buffer.concat([
        Buffer.from(keyOf('half'), 'base64').subarray(0, 16),
        Buffer.from(keyOf('half'), 'base64').subarray(0, 16),
      ]),
      /repeats itself/,
    ],
    [
      'a word repeated and cut off',
      Buffer.from('f1e2d3c4b5'.repeat(7), 'hex').subarray(0, 33),
      /repeats itself/,
    ],
    ['a count', Buffer.from(Array.from({ length: 32 }, (_, at) => 200 + at)), /is a pattern/],
    ['a count in threes', Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 3) % 256)), /is a pattern/],
    [
      'few bytes',
      Buffer.from(Array.from({ length: 32 }, (_, at) => [1, 200, 7, 99][(at * at) % 4]!)),
      /pattern|repeats/,
    ],
    ['a sentence', Buffer.from('correct horse battery staple, twice over'), /is text, not random bytes/],
    ['a password with a line end', Buffer.from('Tr0ub4dor&3 likes the quick brown fox!\n'), /is text/],
    ['a base64 text encoded again', Buffer.from(keyOf('x')), /is text/],
    [
      'a sentence that was not encoded',
      'correcthorsebatterystaplecorrecthorsebattery',
      /is text that was not encoded/,
    ],
    ['shouting', 'THEQUICKBROWNFOXJUMPSOVERTHELAZYDOGANDRUNSAWAY==', /is text that was not encoded/],
    ['zero as hexadecimal digits', Buffer.from('0'.repeat(64)), /one byte over and over/],
  ])('%s', (_, bytes, message) => {
    const error = refusal(() => parseKeyring(of(bytes)));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toMatch(message);
    expect(error.instruction).toMatch(/key of the next version, .* keep the others/);
  });

  it('and so is the same key under two versions, which is no rotation', () => {
    const json = JSON.stringify({ current: 10, keys: { 9: key, 10: key.replace(/=$/, '') } });
    expect(refusal(() => parseKeyring(json)).message).toBe('keys 9 and 10 of the keyring are the same');
  });

  it('while random ones are taken, in every form, and a weak one that is being replaced may stay', () => {
    for (let n = 0; n < 2_000; n++) parseKeyring(of(randomBytes(32 + (n % 3) * 16)));
    for (let n = 0; n < 200; n++) {
      parseKeyring(of(randomBytes(32).toString('base64url')));
      parseKeyring(of(randomBytes(32).toString('hex')));
      parseKeyring(of(Buffer.from(`${randomBytes(32).toString('hex')}\n`)));
    }
    const rotating = { current: 2, keys: { 1: Buffer.alloc(32).toString('base64'), 2: key } };
    expect(parseKeyring(JSON.stringify(rotating)).version).toBe(2);
  });
});

describe('a keyring file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'acme-keyring-'));
    file = join(folder, 'keyring.json');
    writeFileSync(file, keyringOf());
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    [
      0o666,
      /mode 0666: its group may change it, everybody may change it, everybody may read it; chmod 600 it/,
    ],
    [0o644, /mode 0644: everybody may read it;/],
    [0o660, /its group may change it/],
    [0o602, /everybody may change it/],
  ])('of mode %o is warned of', (mode, warning) => {
    chmodSync(file, mode);
    expect(keyringFileWarning(file)).toMatch(warning);
  });

  it.each([0o600, 0o400, 0o440, 0o640])('of mode %o is not', (mode) => {
    chmodSync(file, mode);
    expect(keyringFileWarning(file)).toBeUndefined();
  });

  it('of a mounted Secret is not, unless it can be changed', () => {
    // As the kubelet lays it out.
    const mount = join(folder, 'secret');
    const version = join(mount, '..2026_11_20_02_00_00.123456789');
    mkdirSync(version, { recursive: true });
    writeFileSync(join(version, 'keyring.json'), keyringOf());
    symlinkSync('..2026_11_20_02_00_00.123456789', join(mount, '..data'));
    symlinkSync('..data/keyring.json', join(mount, 'keyring.json'));
    const mounted = join(mount, 'keyring.json');
    for (const mode of [0o440, 0o444, 0o644]) {
      chmodSync(mounted, mode);
      expect(keyringFileWarning(mounted)).toBeUndefined();
    }
    chmodSync(mounted, 0o666);
    expect(keyringFileWarning(mounted)).toMatch(/everybody may change it/);
  });

  it('that is missing is no reason for a warning', () => {
    expect(keyringFileWarning(join(folder, 'none'))).toBeUndefined();
    expect(keyringFileWarning(undefined)).toBeUndefined();
  });

  it.each(['', '{"current":1,"keys":', '{"current":1}', '{"current":1,"keys":{"1":"c2hvcnQ="}}'])(
    'that is damaged (%j) is to be restored, and no advice overwrites it',
    (damaged) => {
      writeFileSync(file, damaged);
      const { instruction } = refusal(() => readKeyring({ file }));
      expect(instruction).toMatch(/^restore it from its copy: .* write no new one over it/);
      const command = /\(umask.*\)/.exec(instruction)![0];
      expect(spawnSync('sh', ['-c', command], { cwd: folder }).status).not.toBe(0);
      expect(readFileSync(file, 'utf8')).toBe(damaged);
    },
  );

  it('is made by the advice where there is none, for its user only', () => {
    rmSync(file);
    const command = /\(umask.*\)/.exec(refusal(() => readKeyring({})).instruction)![0];
    execFileSync('sh', ['-c', command], { cwd: folder });
    expect(readKeyring({ file }).version).toBe(1);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(keyringFileWarning(file)).toBeUndefined();
  });
});
