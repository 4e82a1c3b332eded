export { notifications, orders, payments, refunds, userActivity, users } from './entities';
export * as legacy from './legacy';
export { tables } from './tables';
