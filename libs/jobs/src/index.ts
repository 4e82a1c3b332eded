export { allJobs } from './all';
export { userAnalytics } from './user-analytics';
export { complaint, runProcess } from './run-process';
export { openDatabases, type OpenDatabases } from './open-databases';
export { renderTable } from './table';
