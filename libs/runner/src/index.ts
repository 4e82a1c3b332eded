export { complaint } from './complaint';
export { runProcess } from './run-process';
export { runJobApp } from './run-job-app';
export {
  openDatabases,
  provideLocalDefault,
  type LocalDefault,
  type LocalDefaultProvider,
  type OpenDatabases,
} from './open-databases';
export { stopOnSignals, type StopSignals } from './stop-signals';
export { renderTable } from './table';
export { goOnUnread, say, sayAside } from './ways-out';
export { runParity, type ParityRun } from './run-parity';
export { requireLedger, withWarehouse } from './warehouse';
