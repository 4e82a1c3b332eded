import { userActivityDaily, userActivitySummary, userActivityTypesDaily } from './activity';
import { userChurnDaily } from './churn';
import { userDuplicates } from './duplicates';
import { userRegistrationsDaily } from './registrations';
import { userCohortRetentionMonthly, userRetentionDaily } from './retention';
import { userStatusDaily } from './status';
import type { OracleInput, Row } from './types';
import { World } from './world';

/** An independent computation of the user metric tables that need only the users domain. */
const COMPUTE = {
  user_registrations_daily: userRegistrationsDaily,
  user_activity_daily: userActivityDaily,
  user_activity_types_daily: userActivityTypesDaily,
  user_activity_summary: userActivitySummary,
  user_churn_daily: userChurnDaily,
  user_status_daily: userStatusDaily,
  user_retention_daily: userRetentionDaily,
  user_cohort_retention_monthly: userCohortRetentionMonthly,
  user_duplicates: userDuplicates,
};

export type TableName = keyof typeof COMPUTE;

/** What identifies a row of each table: for comparing. */
export const GRAINS: Record<TableName, string[]> = {
  user_registrations_daily: ['day', 'country_code', 'signup_source', 'subscription_tier'],
  user_activity_daily: ['day', 'subscription_tier'],
  user_activity_types_daily: ['day', 'activity_type', 'platform'],
  user_activity_summary: ['user_token'],
  user_churn_daily: ['day'],
  user_status_daily: ['day', 'status'],
  user_retention_daily: ['day'],
  user_cohort_retention_monthly: ['cohort_month', 'activity_month'],
  user_duplicates: ['identity_hash'],
};

export const TABLE_NAMES = Object.keys(COMPUTE) as TableName[];

export function computeAll(input: OracleInput): Record<TableName, Row[]> {
  const world = new World(input);
  const entries = TABLE_NAMES.map((table) => [table, COMPUTE[table](world)] as const);
  return Object.fromEntries(entries) as Record<TableName, Row[]>;
}

export {
  userActivityDaily,
  userActivitySummary,
  userActivityTypesDaily,
  userChurnDaily,
  userCohortRetentionMonthly,
  userDuplicates,
  userRegistrationsDaily,
  userRetentionDaily,
  userStatusDaily,
};
export { diffTables } from './diff';
export { microsOfIso, toMicros } from './types';
export type { Cell, HistoryValue, Micros, OracleInput, Row, SourceEvent, SourceUser } from './types';
export { World } from './world';
