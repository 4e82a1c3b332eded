import { treatmentOf, type Holds } from '../src/cutover/personal-column';

const what = (table: string, column: string, holds: Holds = 'text') =>
  treatmentOf(`analytics_v1.${table}`, column, holds)?.what;

test.each([
  ['customer_email', 'text', 'email'],
  ['emails', 'text', 'email'],
  ['email_address', 'text', 'email'],
  ['sent_email', 'numbers', undefined],
  ['email_verified', 'other', undefined],
  ['phone', 'numbers', 'phone'],
  ['billing_phone', 'text', 'phone'],
  ['calls_per_phone', 'numbers', undefined],
  ['name', 'text', 'name'],
  ['cardholder_name', 'text', 'name'],
  ['product_name', 'text', undefined],
  ['campaign_name', 'text', undefined],
  ['shipping_address', 'text', 'address'],
  ['ip_address', 'text', 'ip'],
  ['zip', 'text', undefined],
  ['card_number', 'numbers', 'card'],
  ['card_cvv', 'numbers', 'never extracted'],
  ['password_hash', 'text', 'never extracted'],
  ['metadata', 'text', 'never extracted'],
  ['merchant_id', 'text', undefined],
  ['email_hash', 'text', 'hash'],
  ['user_id', 'numbers', 'user'],
  ['customer_ids', 'numbers', 'user'],
  ['order_id', 'numbers', undefined],
  ['user_count', 'numbers', undefined],
] as const)('a column %s of %s in a table that no model knows is: %s', (column, holds, expected) => {
  expect(what('old_report', column, holds)).toBe(expected);
});

test.each([
  ['user_duplicates', 'duplicate_ids', 'user'],
  ['user_duplicates_superseded2', 'user_hash', 'hash'],
  ['user_activity', 'name', 'name'],
  ['user_analytics', 'status', undefined],
  ['user_analytics_superseded', 'user_id', 'user'],
] as const)('the model says what %s.%s is: %s', (table, column, expected) => {
  expect(what(table, column)).toBe(expected);
});
