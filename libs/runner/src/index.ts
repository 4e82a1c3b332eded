export { formatError } from './format-error';
export { runProcess } from './run-process';
export { runJobApp } from './run-job-app';
export {
  openDatabases,
  provideLocalDefault,
  type LocalDefaultProvider,
  type OpenDatabases,
} from './open-databases';
export { stopOnSignals } from './stop-signals';
export { renderTable } from './table';
export { goOnUnread, say, sayAside } from './ways-out';
export { runParity } from './run-parity';
export { requireLedger, withWarehouse } from './warehouse';
