export { entities } from './all';
export { disputes } from './disputes';
export { channels, notifications, notificationStatuses, notificationTypes } from './notifications';
export { orderItems } from './order-items';
export { orders, orderStatuses } from './orders';
export { paymentMethods, payments, paymentStatuses } from './payments';
export { refundReasons, refunds } from './refunds';
export { activityTypes, userActivity } from './user-activity';
export { users, userStatuses } from './users';
