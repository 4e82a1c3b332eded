import { fillShop } from '../src/index';
import { until, type SmallShop } from './shop-fixture';

export const legacyTablesOf = {
  users: ['users', 'user_activity'],
  orders: ['orders'],
  payments: ['payments', 'refunds'],
  notifications: ['notifications'],
} as const;

/** The old tables' names without what says that they are old. */
export const legacyTables = Object.values(legacyTablesOf).flat();

/** A small shop that is old enough to have some of everything: currencies, refunds, words nobody knows. */
export const fillVaried = ({ connections }: Pick<SmallShop, 'connections'>) =>
  fillShop({ connections, seed: 7, users: 300, days: 150, until, eventsPerUser: 10 });

/** The old word of a new one where they differ; all others, sound or not, are the same in both generations. */
export const oldWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'users.status': { pending_verification: 'active', inactive: 'dormant', suspended: 'dormant' },
  'users.subscription_type': { enterprise: 'premium' },
  'user_activity.activity_type': {},
  'orders.status': {
    confirmed: 'pending',
    processing: 'pending',
    shipped: 'pending',
    delivered: 'completed',
  },
  'payments.status': {
    authorized: 'pending',
    captured: 'success',
    partially_refunded: 'success',
    cancelled: 'failed',
  },
  'payments.payment_method': {},
  'refunds.status': {},
  'refunds.reason': {},
  'notifications.channel': { in_app: 'push', webhook: 'push' },
  'notifications.notification_type': {},
  'notifications.status': {},
};

/** Old tables' instants and the new tables' ones they are. */
export const instants: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  users: { created_at: 'created_at', updated_at: 'updated_at', last_login_at: 'last_activity_at' },
  user_activity: { created_at: 'created_at' },
  orders: { created_at: 'created_at', updated_at: 'updated_at' },
  payments: {
    created_at: 'created_at',
    updated_at: 'updated_at',
    processed_at: `case when new.status <> 'cancelled' then coalesce(new.captured_at, new.failed_at) end`,
  },
  refunds: { created_at: 'created_at', updated_at: 'updated_at', processed_at: 'processed_at' },
  notifications: Object.fromEntries(
    ['created', 'updated', 'sent', 'delivered', 'opened', 'clicked', 'failed'].map((event) => [
      `${event}_at`,
      `${event}_at`,
    ]),
  ),
};
