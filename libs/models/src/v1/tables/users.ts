import { z } from 'zod';
import { boolean, count, date, double, instant, outputTable, shown, text, token, tokens } from '../column';

export const userTables = [
  outputTable(
    'user_analytics',
    z.object({
      user_id: token('The account, as the token of its id.'),
      registration_date: date('Local day of registration.'),
      status: text('active, dormant or churned.'),
      subscription_type: text('free, basic or premium; NULL: unknown.').nullable(),
      email_verified: boolean('Whether the e-mail address is verified by now.'),
      days_since_last_login: count(
        'Local days since the service last saw the user; NULL: never, or not before now.',
      ).nullable(),
    }),
  ),
  outputTable(
    'user_activity',
    z.object({
      email: shown('E-mail address: token unless V1_PII says otherwise; NULL: none.').nullable(),
      name: shown('Name: token unless V1_PII says otherwise; NULL: none.').nullable(),
      activity_count: count('Events of every type.'),
      last_activity: instant('Last event.'),
      user_token: token('The account; the key of the row.'),
    }),
  ),
  outputTable(
    'user_churn',
    z.object({
      status: text('active, dormant or churned.'),
      user_count: count('Open accounts at the end of the last complete day.'),
      avg_days_active: double(
        'Mean days from registration to the last event, of accounts with events; NULL without such.',
      ).nullable(),
    }),
  ),
  outputTable(
    'user_segments',
    z.object({
      segment: text('high_value from 10 completed orders on, medium_value from 5, else low_value.'),
      email: shown('E-mail address: token unless V1_PII says otherwise; NULL: none.').nullable(),
      phone: shown('Phone number: token unless V1_PII says otherwise; NULL: none.').nullable(),
      total_orders: count('Completed orders.'),
      total_spend: double('Their totals in major units, added across currencies.'),
      user_token: token('The account; the key of the row.'),
    }),
  ),
  outputTable(
    'user_duplicates',
    z.object({
      user_hash: token('Keyed SHA-256 of e-mail, phone and name together.'),
      duplicate_count: count('Open accounts that share it.'),
      duplicate_ids: tokens('These accounts.'),
    }),
  ),
  outputTable(
    'user_cohorts',
    z.object({
      cohort_month: date('First day of the local month of registration.'),
      activity_month: date('First day of the local month of activity.'),
      active_users: count('Accounts of the cohort that were active in the month.'),
    }),
  ),
];
