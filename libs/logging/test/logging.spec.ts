import { ConfigurationError, DatabaseUnavailableError } from '@acme/errors';
import { createLogger } from '../src';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  write(createLogger({ level: 'trace', destination: { write: (line: string) => void lines.push(line) } }));
  return lines.join('');
}

const postgresError = (code: string) =>
  Object.assign(new Error('duplicate key: Key (email)=(canary@example.com) already exists'), {
    code,
    severity: 'ERROR',
    detail: 'Key (email)=(canary@example.com)',
    where: 'COPY users, line 1: "canary@example.com"',
    constraint: 'users_email_key',
  });

it('keeps the row values that PostgreSQL puts into data errors out of the log', () => {
  const line = logged((log) => log.error({ err: postgresError('23505') }, 'load failed'));
  expect(line).not.toContain('canary');
  expect(JSON.parse(line)).toMatchObject({
    level: 'error',
    msg: 'load failed',
    err: { code: '23505', constraint: 'users_email_key' },
  });
});

it('keeps them out when they are the cause of another error', () => {
  const line = logged((log) =>
    log.error({ err: new DatabaseUnavailableError('gone', 'wait', { cause: postgresError('22P02') }) }, 'x'),
  );
  expect(line).not.toContain('canary');
  expect(JSON.parse(line).err).toMatchObject({
    message: 'gone',
    instruction: 'wait',
    exitCode: 69,
    cause: { code: '22P02' },
  });
});

it('keeps messages that name objects only', () => {
  const error = Object.assign(new Error('relation "core.x" does not exist'), {
    code: '42P01',
    severity: 'ERROR',
  });
  expect(logged((log) => log.error({ err: error }, 'x'))).toContain('core.x');
});

it('hides passwords in URLs and in fields of that name', () => {
  const text = logged((log) => {
    log.info('connecting to postgres://etl:hush@host/db');
    log.info({ url: 'postgres://etl:hush@host/db', connect: { password: 'hush' } }, 'x');
    log.error({ err: new ConfigurationError('bad postgres://etl:hush@host/db', 'mend it') }, 'x');
  });
  expect(text).not.toContain('hush');
});
