import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { postgresError, recordingLogger } from './helpers';

test('a line is JSON with an ISO time, its level as a word, and nothing about the process', () => {
  const { log, lines } = recordingLogger();
  log.warn({ entity: 'users' }, 'late rows');
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(lines()).toEqual([{ level: 'warn', time, entity: 'users', msg: 'late rows' }]);
});

test('lines below the level are not written, and silent writes none', () => {
  const { log, lines } = recordingLogger('warn');
  log.info('quiet');
  log.error('loud');
  expect(lines().map(({ msg }) => msg)).toEqual(['loud']);
  const silent = recordingLogger('silent');
  silent.log.fatal('nothing');
  expect(silent.raw()).toBe('');
});

test.each(['password', 'url', 'connectionString', 'key', 'keyring'])(
  '%s is hidden down to the second level',
  (key) => {
    const { log, raw } = recordingLogger();
    log.info({ [key]: 's3cret', a: { [key]: 's3cret', kept: 'seen', b: { [key]: 's3cret' } } }, 'connected');
    expect(raw()).not.toContain('s3cret');
    expect(raw()).toContain('seen');
  },
);

test("a URL's password is hidden in messages, values, interpolations and child loggers", () => {
  const { log, raw, lines } = recordingLogger();
  const url = 'postgres://etl:s3cret@host:5432/warehouse';
  log.info(`connecting to ${url}`);
  log.info('connecting to %s', url);
  log.info({ target: url, targets: [url] }, 'connecting');
  log.child({ target: url }).info('connecting');
  expect(raw()).not.toContain('s3cret');
  expect(lines()).toHaveLength(4);
  expect(lines()[0]).toMatchObject({ msg: 'connecting to postgres://etl:***@host:5432/warehouse' });
});

describe('row values of a PostgreSQL error stay out of the log', () => {
  const error = postgresError('23505');

  test.each<[string, (log: ReturnType<typeof recordingLogger>['log']) => void]>([
    ['as err with a message', (log) => log.error({ err: error }, 'load failed')],
    ['as err without a message', (log) => log.error({ err: error })],
    ['as the only argument', (log) => log.error(error)],
    ['as the first argument with a message', (log) => log.error(error, 'load failed')],
    ['under the key error', (log) => log.error({ error }, 'load failed')],
    ['under any other key', (log) => log.error({ reason: error }, 'load failed')],
    ['interpolated', (log) => log.error('load failed: %s', error)],
    ['in a child logger', (log) => log.child({ job: 'users' }).error({ err: error })],
    [
      'as the cause of another',
      (log) => log.error({ err: new Error('load failed', { cause: error }) }, 'load failed'),
    ],
    ['among several', (log) => log.error({ err: new AggregateError([error], 'both failed') }, 'load failed')],
  ])('%s', (_, write) => {
    const { log, raw, lines } = recordingLogger();
    write(log);
    expect(raw()).not.toContain('jane');
    expect(raw()).toContain('23505');
    expect(lines()[0]!['msg']).toEqual(expect.stringMatching(/load failed|23505/));
  });
});

test.each(['stdout', 'stderr'] as const)('a line to %s is there when the process exits at once', (stream) => {
  const tsx = require.resolve('tsx');
  const module = join(__dirname, '..', 'src', 'index.ts');
  const program = `const { createLogger } = require(${JSON.stringify(module)});
    createLogger({ level: 'info', destination: '${stream}' }).info('last words'); process.exit(3);`;
  const child = spawnSync(process.execPath, ['--require', tsx, '--eval', program], { encoding: 'utf8' });
  expect(child.status).toBe(3);
  expect(child[stream]).toContain('"msg":"last words"');
  expect(child[stream === 'stdout' ? 'stderr' : 'stdout']).toBe('');
});
