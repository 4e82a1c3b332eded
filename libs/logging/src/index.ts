export { createLogger } from './create-logger';
export { serializeError } from './serialize-error';
export type { Logger } from 'pino';
