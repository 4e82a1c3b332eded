export { allJobs } from './all';
export { notificationAnalytics } from './notification-analytics';
export { orderAnalytics } from './order-analytics';
export { paymentAnalytics } from './payment-analytics';
export { userAnalytics } from './user-analytics';
export { complaint, runProcess } from './run-process';
export { openDatabases, type OpenDatabases } from './open-databases';
export { renderTable } from './table';
export { requireLedger, withWarehouse } from './warehouse';
