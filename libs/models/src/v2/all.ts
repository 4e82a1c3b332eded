import type { Entity } from '../entity';
import { disputes } from './disputes';
import { notifications } from './notifications';
import { orderItems } from './order-items';
import { orders } from './orders';
import { payments } from './payments';
import { refunds } from './refunds';
import { userActivity } from './user-activity';
import { users } from './users';

/** Every entity of the second generation. */
export const entities: readonly Entity[] = [
  users,
  userActivity,
  orders,
  orderItems,
  payments,
  refunds,
  disputes,
  notifications,
];
