export { entities } from './all';
export { disputes, disputeStatuses } from './disputes';
export { channels, notifications, notificationStatuses, notificationTypes } from './notifications';
export { orderItems } from './order-items';
export { orders, orderSources, orderStatuses } from './orders';
export { paymentMethods, payments, paymentStatuses } from './payments';
export { refundReasons, refunds, refundStatuses } from './refunds';
export { activityTypes, userActivity } from './user-activity';
export { subscriptionTiers, users, userStatuses } from './users';
