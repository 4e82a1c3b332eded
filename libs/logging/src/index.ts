export { createLogger, type LoggerOptions } from './create-logger';
export { describeError } from './describe-error';
export { hidePasswords } from './hide-passwords';
export type { Logger } from 'pino';
