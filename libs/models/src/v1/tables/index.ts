import type { OutputTable } from '../column';
import { notificationTables } from './notifications';
import { orderTables } from './orders';
import { paymentTables } from './payments';
import { userTables } from './users';

/** The tables of schema analytics_v1: the old names and shapes. */
export const tables: readonly OutputTable[] = [
  ...userTables,
  ...orderTables,
  ...paymentTables,
  ...notificationTables,
];
