export { localDatabases, type LocalDatabases } from './databases/local-databases';
export { startServer, type Server } from './server/start-server';
