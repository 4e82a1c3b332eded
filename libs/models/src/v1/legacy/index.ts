export { notifications } from './notifications';
export { orders } from './orders';
export { payments } from './payments';
export { refunds } from './refunds';
export { userActivity } from './user-activity';
export { users } from './users';
