export { localDatabases, type LocalDatabases } from './databases/local-databases';
export { startServer, type Server, type StartOptions } from './server/start-server';
