export { localDatabases, type LocalDatabases } from './databases/local-databases';
export { isAlive, processMark } from './server/process-mark';
export { startServer, type Server, type StartOptions } from './server/start-server';
