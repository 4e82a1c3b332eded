import { upperCased } from '../base/limits';
import type { OracleInput, SourceEvent, SourceRow, SourceUser } from '../base/types';
import { breachesOf } from './breaches';
import { untoldOfItems } from './lines';
import { convertNotification, untoldOfNotifications } from './notifications';
import { convertOrder, untoldOfOrders } from './orders';
import { convertPayment, convertRefund, oneCurrency, untoldOfPayments } from './payments';
import type { Converted } from './read';
import { convertEvent, convertUser, untoldOfEvents, untoldOfUsers } from './users';

/** Every row of the legacy tables, every column as text, instants as text of epoch microseconds. */
export interface LegacyRows {
  users: SourceRow[];
  events: SourceRow[];
  orders: SourceRow[];
  payments: SourceRow[];
  refunds: SourceRow[];
  notifications: SourceRow[];
}

const untold: ReadonlySet<string> = new Set(
  Object.entries({
    users: untoldOfUsers,
    user_activity: untoldOfEvents,
    orders: untoldOfOrders,
    order_items: untoldOfItems,
    payments: untoldOfPayments,
    notifications: untoldOfNotifications,
  }).flatMap(([table, columns]) => columns.split(' ').map((column) => `${table}.${column}`)),
);

type FromLegacy = Required<
  Pick<
    OracleInput,
    'users' | 'events' | 'orders' | 'orderItems' | 'payments' | 'refunds' | 'notifications' | 'untold'
  >
> & {
  disputes: null;
  /** Rows that cannot be converted, or break the contract once they are, by table. */
  refused: Record<string, { id: string; reasons: string[] }[]>;
};

/** What the legacy tables say, in the shape of the v2 tables. Rows that are refused are left out. */
export function fromLegacy(rows: LegacyRows, legacyCurrency: string): FromLegacy {
  const refused: FromLegacy['refused'] = {};
  const keep = <C extends Converted>(table: string, converted: C[]): C[] => {
    const sound: C[] = [];
    const entries: { id: string; reasons: string[] }[] = [];
    for (const one of converted) {
      // What could not be converted is NULL: the reason for that tells more.
      const breaches = [...breachesOf(table, one.row, untold), ...(one.breaks ?? [])];
      const reasons = one.reasons.length > 0 ? one.reasons : breaches;
      if (reasons.length === 0) sound.push(one);
      else entries.push({ id: one.row.id!, reasons: [...reasons].sort() });
    }
    refused[table] = entries;
    return sound;
  };
  const sound = <C extends Converted>(table: string, converted: C[]) =>
    keep(table, converted).map(({ row }) => row);

  const allPayments = rows.payments.map(upperCased);
  const payments = sound('payments', allPayments.map(convertPayment));
  const soundByOrder = byOrder(payments);
  const allByOrder = byOrder(allPayments);
  const paymentById = new Map(allPayments.map((row) => [row.id!, row]));
  const orders = keep(
    'orders',
    rows.orders.map((row) => convertOrder(row, oneCurrency(soundByOrder.get(row.id!) ?? []), legacyCurrency)),
  );
  return {
    users: sound('users', rows.users.map(convertUser)) as unknown as SourceUser[],
    events: sound('user_activity', rows.events.map(convertEvent)) as unknown as SourceEvent[],
    orders: orders.map(({ row }) => row),
    orderItems: orders.flatMap(({ items }) => items),
    payments,
    refunds: sound(
      'refunds',
      rows.refunds.map((row) =>
        convertRefund(
          row,
          paymentById.get(row.payment_id!),
          row.order_id === null ? [] : (allByOrder.get(row.order_id!) ?? []),
          legacyCurrency,
        ),
      ),
    ),
    disputes: null,
    notifications: sound('notifications', rows.notifications.map(convertNotification)),
    untold,
    refused,
  };
}

function byOrder(payments: readonly SourceRow[]): Map<string, SourceRow[]> {
  const found = new Map<string, SourceRow[]>();
  for (const payment of payments) {
    if (payment.order_id === null) continue;
    const others = found.get(payment.order_id!);
    if (others) others.push(payment);
    else found.set(payment.order_id!, [payment]);
  }
  return found;
}
