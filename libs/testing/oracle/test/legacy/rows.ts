import type { LegacyRows } from '../../src';
import { fromLegacy, microsOfIso, type SourceRow } from '../../src';

/** An ISO instant as text of epoch microseconds. */
export const at = (iso: string): string => String(microsOfIso(iso));

const noon = at('2024-03-05T12:00:00Z');
const none = (columns: string): SourceRow =>
  Object.fromEntries(columns.split(' ').map((column) => [column, null]));
const changed = { created_at: noon, updated_at: noon };

/** An active account on no tier. */
export const user = (id: string, other: SourceRow = {}): SourceRow => ({
  ...none('email phone name password_hash ip_address last_login_at subscription_type'),
  ...{ id, status: 'active', email_verified: '0', ...changed },
  ...other,
});

export const event = (id: string, user_id: string, other: SourceRow = {}): SourceRow => ({
  ...none('metadata ip_address user_agent'),
  ...{ id, user_id, activity_type: 'login', created_at: noon },
  ...other,
});

/** A completed order of user 1 over 10, without lines. */
export const order = (id: string, other: SourceRow = {}): SourceRow => ({
  ...none('shipping_address billing_address customer_email customer_phone items_json'),
  ...{ id, user_id: '1', status: 'completed', total_amount: '10', item_count: '0', ...changed },
  ...other,
});

/** A successful card payment of 10 US dollars for order 1, processed at once. */
export const payment = (id: string, other: SourceRow = {}): SourceRow => ({
  ...none('merchant_id card_number card_expiry card_cvv card_last_four cardholder_name billing_address'),
  ...none('billing_email billing_phone gateway_response error_code error_message'),
  ...{ id, order_id: '1', user_id: '1', amount: '10', currency: 'USD', status: 'success' },
  ...{ payment_method: 'card', processed_at: noon, ...changed },
  ...other,
});

/** A completed refund of 1 of payment 1 and order 1. */
export const refund = (id: string, other: SourceRow = {}): SourceRow => ({
  ...{ id, payment_id: '1', order_id: '1', amount: '1', reason: null, status: 'completed', notes: null },
  ...{ processed_at: noon, ...changed },
  ...other,
});

/** A promotional e-mail to user 1, sent at once. */
export const notification = (id: string, other: SourceRow = {}): SourceRow => ({
  ...none('recipient_email recipient_phone recipient_name subject body error_message external_id'),
  ...none('delivered_at opened_at clicked_at failed_at'),
  ...{ id, user_id: '1', channel: 'email', notification_type: 'promotional', status: 'sent' },
  ...{ sent_at: noon, ...changed },
  ...other,
});

/** One of the lines in items_json. */
export const line = (other: Record<string, unknown> = {}): Record<string, unknown> => ({
  product_id: 7,
  product_name: 'Ball',
  product_sku: 'B-7',
  product_category: 'toys',
  quantity: 2,
  unit_price: 5,
  total_price: 10,
  ...other,
});

/** Out of these rows; of tables that are not named there are none. */
export const convert = (rows: Partial<LegacyRows>, legacyCurrency = 'USD') =>
  fromLegacy(
    { users: [], events: [], orders: [], payments: [], refunds: [], notifications: [], ...rows },
    legacyCurrency,
  );
