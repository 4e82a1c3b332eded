export { allJobs } from './all';
export { notificationAnalytics } from './notification-analytics';
export { orderAnalytics } from './order-analytics';
export { paymentAnalytics } from './payment-analytics';
export { userAnalytics } from './user-analytics';
