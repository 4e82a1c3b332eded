import type { Tables } from '../base/table';
import { userActivityDaily, userActivitySummary, userActivityTypesDaily } from './activity';
import { userChurnDaily } from './churn';
import { userDuplicates } from './duplicates';
import { userRegistrationsDaily } from './registrations';
import { userCohortRetentionMonthly, userRetentionDaily } from './retention';
import { userStatusDaily } from './status';

/** The user metric tables that read the users domain alone. */
export const tables = {
  user_registrations_daily: {
    grain: ['day', 'country_code', 'signup_source', 'subscription_tier'],
    compute: userRegistrationsDaily,
    madeOf: { verified_7d: 'users.email_verified_at' },
  },
  user_activity_daily: { grain: ['day', 'subscription_tier'], compute: userActivityDaily },
  user_activity_types_daily: {
    grain: ['day', 'activity_type', 'platform'],
    compute: userActivityTypesDaily,
  },
  user_activity_summary: { grain: ['user_token'], compute: userActivitySummary },
  user_churn_daily: {
    grain: ['day'],
    compute: userChurnDaily,
    madeOf: { closed_accounts: 'users.deleted_at' },
  },
  user_status_daily: { grain: ['day', 'status'], compute: userStatusDaily },
  user_retention_daily: { grain: ['day'], compute: userRetentionDaily },
  user_cohort_retention_monthly: {
    grain: ['cohort_month', 'activity_month'],
    compute: userCohortRetentionMonthly,
  },
  user_duplicates: { grain: ['identity_hash'], compute: userDuplicates },
} satisfies Tables;
