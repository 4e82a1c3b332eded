import pino, { type DestinationStream, type Logger } from 'pino';
import { redact, visibleLines } from '@acme/errors';
import { serializeError, isError } from './serialize-error';

export interface LoggerOptions {
  readonly level: string;
  /** Where lines go; absent: standard output. Both standard streams are written at once, so that no line is lost at exit. */
  readonly destination?: 'stdout' | 'stderr' | DestinationStream;
}

const secretKeys = [
  'password',
  'url',
  'connectionString',
  'key',
  'keyring',
  'secret',
  'token',
  'authorization',
];

/**
 * A logger of JSON lines, one per event, with ISO times in UTC. Errors go under the key `err`; wherever they
 * stand, only what serializeError lets through is written.
 */
export function createLogger({ level, destination = 'stdout' }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: describeOtherErrors },
      serializers: { err: serializeError, error: serializeError },
      redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '***' },
      hooks: {
        logMethod(args, method) {
          method.apply(this, safeArguments(args) as typeof args);
        },
        // The whole line, so that values, child bindings and messages are covered alike.
        streamWrite: (line) => visibleLines(redact(line)),
      },
    },
    typeof destination === 'string'
      ? pino.destination({ dest: destination === 'stdout' ? 1 : 2, sync: true })
      : destination,
  );
}

/** Without a serializer pino writes an error's own fields: of PostgreSQL's, `detail` and its row values. */
function describeOtherErrors(fields: Record<string, unknown>): Record<string, unknown> {
  const described = Object.entries(fields).map(([key, value]) => {
    const hasSerializer = key === 'err' || key === 'error';
    return [key, isError(value) && !hasSerializer ? serializeError(value) : value];
  });
  return Object.fromEntries(described);
}

/** Where no message is given pino takes the error's own, and `%s` prints it: both may repeat row values. */
function safeArguments([first, ...rest]: readonly unknown[]): unknown[] {
  const texts = rest.map((value) => (isError(value) ? summary(value) : value));
  if (isError(first)) return [{ err: first }, ...(texts.length > 0 ? texts : [summary(first)])];
  const err = typeof first === 'object' && first !== null && 'err' in first ? first.err : undefined;
  return [first, ...(texts.length === 0 && isError(err) ? [summary(err)] : texts)];
}

function summary(error: Error): string {
  const { name, code, message } = serializeError(error);
  return String(message ?? (code === undefined ? name : `${String(name)} (${String(code)})`));
}
