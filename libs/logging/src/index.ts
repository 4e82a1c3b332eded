export { createLogger } from './create-logger';
export { describeError } from './describe-error';
export type { Logger } from 'pino';
