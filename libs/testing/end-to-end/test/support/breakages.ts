/** One thing wrong with one row of a legacy table, and the reasons it is refused with. */
export interface Breakage {
  readonly table: LegacyTable;
  readonly what: string;
  /** Assignments of an UPDATE; of `user_activity` the values of a new row, which events are never changed. */
  readonly set: string;
  readonly reasons: readonly string[];
}

export type LegacyTable = 'users' | 'user_activity' | 'orders' | 'payments' | 'refunds' | 'notifications';

const broken =
  (table: LegacyTable) =>
  (what: string, set: string, ...reasons: string[]): Breakage => ({ table, what, set, reasons });

const user = broken('users');
const event = broken('user_activity');
const order = broken('orders');
const payment = broken('payments');
const refund = broken('refunds');
const notification = broken('notifications');

const notWhole = 'no whole number of minor units';
const noWord = 'outside the vocabulary';

/** Rows of every legacy table, each wrong in one way. */
export const breakages: readonly Breakage[] = [
  user('a status of v2', "status = 'inactive'", `status: ${noWord}`),
  user('a status in other case', "status = 'Active'", `status: ${noWord}`),
  user('a tier of v2', "subscription_type = 'enterprise'", `subscription_type: ${noWord}`),
  user('a flag that is neither', 'email_verified = 2', 'email_verified: neither 0 nor 1'),
  user('no status', 'status = null', 'status: NULL'),
  user(
    'two unknown words',
    "status = '', subscription_type = 'gold'",
    `status: ${noWord}`,
    `subscription_type: ${noWord}`,
  ),
  user('registered never', 'created_at = null', 'created_at: NULL'),
  user('registered at the end of time', "created_at = 'infinity'", 'created_at: not a finite instant'),
  user('registered in the year 1', "created_at = '0001-01-01'", 'created_at: outside 1970 to 2199'),
  user('last seen in 2300', "last_login_at = '2300-01-01'", 'last_activity_at: outside 1970 to 2199'),
  user('changed never', 'updated_at = null', 'updated_at: NULL'),
  user('changed before time began', "updated_at = '-infinity'", 'updated_at: not a finite instant'),

  event('an unknown type', "1, 'teleport', '2026-11-01'", `activity_type: ${noWord}`),
  event('no type', "1, null, '2026-11-01'", 'activity_type: NULL'),
  event('nobody', "null, 'login', '2026-11-01'", 'user_id: NULL'),
  event('no time', "1, 'login', null", 'created_at: NULL'),
  event('at the end of time', "1, 'login', 'infinity'", 'created_at: not a finite instant'),
  event('in the year 1', "1, 'login', '0001-02-03'", 'created_at: outside 1970 to 2199'),
  event('in 2300', "1, 'login', '2300-01-01'", 'created_at: outside 1970 to 2199'),

  order('a status of v2', "status = 'delivered'", `status: ${noWord}`),
  order('a tenth of a cent', 'total_amount = 10.001', `total_amount: ${notWhole}`),
  order('half a cent', 'total_amount = 0.005', `total_amount: ${notWhole}`),
  order('just beyond the tolerance', 'total_amount = 10.0000001', `total_amount: ${notWhole}`),
  order('no number', "total_amount = 'NaN'", `total_amount: ${notWhole}`),
  order('an infinite total', "total_amount = 'Infinity'", `total_amount: ${notWhole}`),
  order('an infinite debt', "total_amount = '-Infinity'", `total_amount: ${notWhole}`),
  order('more than there is', 'total_amount = 1e300', `total_amount: ${notWhole}`),
  order('less than there is', 'total_amount = 1e-300 + 0.001', `total_amount: ${notWhole}`),
  order('no total', 'total_amount = null', 'total_cents: NULL'),
  order('nobody', 'user_id = null', 'user_id: NULL'),
  order('placed in 2300', "created_at = '2300-01-01'", 'created_at: outside 1970 to 2199'),
  order('changed at the end of time', "updated_at = 'infinity'", 'updated_at: not a finite instant'),
  order(
    'two things wrong',
    "status = 'paid', items_json = '{'",
    'items_json: not a list of lines',
    `status: ${noWord}`,
  ),

  payment('a status of v2', "status = 'captured'", `status: ${noWord}`),
  payment('an unknown method', "payment_method = 'cash'", `payment_method: ${noWord}`),
  payment('a tenth of a cent', 'amount = 0.001', `amount: ${notWhole}`),
  payment('no number', "amount = 'NaN'", `amount: ${notWhole}`),
  payment('an infinite amount', "amount = 'Infinity'", `amount: ${notWhole}`),
  payment('more than there is', 'amount = -1e300', `amount: ${notWhole}`),
  payment('no amount', 'amount = null', 'amount_cents: NULL'),
  payment('half a yen', "currency = 'JPY', amount = 10.5", `amount: ${notWhole}`),
  payment('a quarter of a fils', "currency = 'BHD', amount = 1.23425", `amount: ${notWhole}`),
  payment('no currency', 'currency = null', 'currency: NULL'),
  payment('a code without end', "error_code = repeat('é', 201)", 'failure_code: longer than 200 characters'),
  payment('a currency by its name', "currency = 'EURO'", 'currency: malformed'),
  payment('captured at the end of time', "processed_at = 'infinity'", 'captured_at: not a finite instant'),
  payment(
    'failed in the year 1',
    "status = 'failed', processed_at = '0001-01-01'",
    'failed_at: outside 1970 to 2199',
  ),
  payment('nobody', 'user_id = null', 'user_id: NULL'),

  refund('an unknown reason', "reason = 'because'", `reason: ${noWord}`),
  refund('an unknown status', "status = 'done'", `status: ${noWord}`),
  refund('a tenth of a cent', 'amount = 0.001', `amount: ${notWhole}`),
  refund('no amount', 'amount = null', 'amount_cents: NULL'),
  refund('of no payment', 'payment_id = null', 'payment_id: NULL'),
  refund('above what was captured', 'amount = 1e6', 'amount_cents: above what was captured'),
  refund('given back in 2300', "processed_at = '2300-01-01'", 'processed_at: outside 1970 to 2199'),

  notification('a channel of v2', "channel = 'in_app'", `channel: ${noWord}`),
  notification('an unknown type', "notification_type = 'spam'", `notification_type: ${noWord}`),
  notification('an unknown status', "status = 'complained'", `status: ${noWord}`),
  notification('no status', 'status = null', 'status: NULL'),
  notification('sent at the end of time', "sent_at = 'infinity'", 'sent_at: not a finite instant'),
  notification('opened in the year 1', "opened_at = '0001-01-01'", 'opened_at: outside 1970 to 2199'),
  notification('nobody', 'user_id = null', 'user_id: NULL'),
];

const lines = (what: string, json: string, reason: string) =>
  order(`lines: ${what}`, `items_json = $json$${json}$json$`, `items_json: ${reason}`);

const noList = 'not a list of lines';
const noProduct = 'a line without product_id';
const noQuantity = 'quantity is no whole number';
const beyondQuantity = 'quantity beyond 2^31 - 1';

/** Orders whose lines cannot be read. */
export const brokenLines: readonly Breakage[] = [
  lines('an empty text', '', noList),
  lines('cut off', '[{"product_id": 1, "unit_price": 1', noList),
  lines('an object', '{"product_id": 1, "unit_price": 1}', noList),
  lines('a text', '"[]"', noList),
  lines('null', 'null', noList),
  lines('numbers', '[1, 2]', noList),
  lines('lists', '[[]]', noList),
  lines('a null among them', '[{"product_id": 1, "unit_price": 1}, null]', noList),
  lines('a zero byte', '[{"product_id": 1, "unit_price": 1, "product_name": "a\\u0000b"}]', noList),
  lines(
    'half of a surrogate pair',
    '[{"product_id": 1, "unit_price": 1, "product_name": "\\ud83d"}]',
    noList,
  ),
  lines(
    'a zero byte where nobody looks',
    '[{"product_id": 1, "unit_price": 1, "x\\u0000": {"y": [1]}}]',
    noList,
  ),
  lines(
    'a hundred thousand levels deep',
    `[{"product_id": 1, "unit_price": 1, "x": ${'['.repeat(100_000)}${']'.repeat(100_000)}}]`,
    noList,
  ),
  lines('single quotes', "[{'product_id': 1, 'unit_price': 1}]", noList),
  lines('NaN', '[{"product_id": 1, "unit_price": NaN}]', noList),
  lines(
    'ten thousand of them',
    `[${Array(10_000).fill('{"product_id":1,"unit_price":1}').join(',')}]`,
    'more than 9999 lines',
  ),
  lines('no product', '[{"unit_price": 1}]', noProduct),
  lines('product null', '[{"product_id": null, "unit_price": 1}]', noProduct),
  lines('product by name', '[{"product_id": "mug", "unit_price": 1}]', noProduct),
  lines('one and a half products', '[{"product_id": 1.5, "unit_price": 1}]', noProduct),
  lines('a product beyond 64 bits', '[{"product_id": 9223372036854775808, "unit_price": 1}]', noProduct),
  lines('a product in a list', '[{"product_id": [1], "unit_price": 1}]', noProduct),
  lines('half an item', '[{"product_id": 1, "unit_price": 1, "quantity": 0.5}]', noQuantity),
  lines('many as a word', '[{"product_id": 1, "unit_price": 1, "quantity": "two"}]', noQuantity),
  lines(
    'more items than a number holds',
    '[{"product_id": 1, "unit_price": 1, "quantity": 2147483648}]',
    beyondQuantity,
  ),
  lines(
    'as few items as 32 bits hold',
    '[{"product_id": 1, "unit_price": 1, "quantity": -2147483648}]',
    beyondQuantity,
  ),
  lines(
    'a product beyond 64 bits of money',
    '[{"product_id": 1, "unit_price": 90000000000000, "quantity": 2147483647}]',
    'quantity with unit_price beyond 2^62 minor units',
  ),
  lines(
    'a category without end',
    `[{"product_id": 1, "unit_price": 1, "product_category": "${'x'.repeat(201)}"}]`,
    'product_category longer than 200 characters',
  ),
  lines('no price', '[{"product_id": 1}]', `unit_price is ${notWhole}`),
  lines('a tenth of a cent each', '[{"product_id": 1, "unit_price": 0.101}]', `unit_price is ${notWhole}`),
  lines('a price in words', '[{"product_id": 1, "unit_price": "NaN"}]', `unit_price is ${notWhole}`),
  lines('a price beyond floats', '[{"product_id": 1, "unit_price": 1e400}]', `unit_price is ${notWhole}`),
  lines(
    'a third of a cent in all',
    '[{"product_id": 1, "unit_price": 1, "total_price": 0.003}]',
    `total_price is ${notWhole}`,
  ),
  lines(
    'wrong in the second line only',
    '[{"product_id": 1, "unit_price": 1}, {"product_id": 2, "unit_price": true}]',
    `unit_price is ${notWhole}`,
  ),
];
