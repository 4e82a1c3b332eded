export { classifyDatabaseError, sqlstateOf } from './sqlstate';
export { connect, type ConnectOptions } from './connect';
export { copyOut, copyThrough } from './copy';
export { cancelQuery } from './cancel';
export { findSqlRoot, readSql } from './sql-files';
export { tryAdvisoryLock } from './advisory-lock';
export { migrate, pendingMigrations } from './migrate';
export { quoteIdentifier, quoteLiteral } from './quote';
export { Session } from './session';
