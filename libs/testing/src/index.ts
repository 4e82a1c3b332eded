export { assertNoLeakedProcesses } from './assert-no-leaked-processes';
export { createDatabase, dropDatabase, type TestDatabase } from './database';
export { query } from './query';
export { testServer, type TestServer } from './test-server';
