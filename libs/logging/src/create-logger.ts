import pino, { type DestinationStream, type Logger } from 'pino';
import { describeError } from './describe-error';
import { hidePasswords } from './hide-passwords';

export interface LoggerOptions {
  readonly level: string;
  /** Where lines go; absent: standard output, written at once. */
  readonly destination?: DestinationStream;
}

/** A logger of JSON lines, one per event, with ISO times in UTC. Errors go under the key `err`. */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (error: unknown) => describeError(error) },
      redact: {
        paths: ['password', '*.password', 'url', '*.url', 'connectionString', '*.connectionString', 'keyring', '*.keyring'],
        censor: '***',
      },
      hooks: {
        logMethod(args, method) {
          method.apply(this, args.map((arg) => (typeof arg === 'string' ? hidePasswords(arg) : arg)) as typeof args);
        },
      },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
}
