export { createLogger, type LoggerOptions } from './create-logger';
export { describeError } from './describe-error';
export { scrubUrlPasswords } from './scrub-url-passwords';
export type { Logger } from 'pino';
