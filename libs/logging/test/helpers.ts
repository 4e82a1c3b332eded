import { createLogger, type Logger } from '../src';

/** A real logger and the lines it has written so far, parsed: a line that is no JSON fails the test. */
export function recordingLogger(level = 'trace'): {
  log: Logger;
  lines: () => Record<string, unknown>[];
  raw: () => string;
} {
  let written = '';
  const log = createLogger({ level, destination: { write: (line: string) => void (written += line) } });
  const lines = () =>
    written
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log, lines, raw: () => written };
}

/** An error with the fields the `pg` client gives a server's error, a row value in each that can hold one. */
export function postgresError(code: string, message = 'jane@example.org breaks it'): Error {
  const error = new Error(message);
  error.name = 'error';
  return Object.assign(error, {
    code,
    severity: 'ERROR',
    detail: 'Key (email)=(jane@example.org) already exists.',
    hint: 'jane@example.org',
    where: 'COPY users, line 7: "jane@example.org"',
    internalQuery: "select 'jane@example.org'",
    schema: 'core',
    table: 'users',
    constraint: 'users_email_key',
    routine: '_bt_check_unique',
  });
}
