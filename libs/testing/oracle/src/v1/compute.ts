import type { Table, Tables } from '../base/table';
import type { OracleInput, Row } from '../base/types';
import { World } from '../base/world';
import { userDuplicates } from '../users/duplicates';
import { channelAnalytics, notificationAnalytics } from './notifications';
import { orderAnalytics } from './orders';
import { paymentAnalytics } from './payments';
import { userActivity, userAnalytics, userChurn, userCohorts, userSegments } from './users';

const tables = {
  user_analytics: { grain: ['user_id'], compute: userAnalytics },
  user_activity: { grain: ['user_token'], compute: userActivity },
  user_churn: { grain: ['status'], compute: userChurn },
  user_segments: { grain: ['user_token'], compute: userSegments },
  user_duplicates: {
    grain: ['user_hash'],
    compute: (world) =>
      userDuplicates(world).map(({ identity_hash, duplicate_count, user_tokens }) => ({
        user_hash: identity_hash!,
        duplicate_count: duplicate_count!,
        duplicate_ids: user_tokens!,
      })),
  },
  user_cohorts: { grain: ['cohort_month', 'activity_month'], compute: userCohorts },
  order_analytics: { grain: ['order_date', 'status'], compute: orderAnalytics },
  payment_analytics: { grain: ['payment_date', 'payment_method'], compute: paymentAnalytics },
  notification_analytics: {
    grain: ['notification_date', 'channel', 'notification_type'],
    compute: notificationAnalytics,
  },
  channel_analytics: { grain: ['channel'], compute: channelAnalytics },
} satisfies Tables;

export type V1TableName = keyof typeof tables;

/** What identifies a row of each v1 table. */
export const V1_GRAINS = Object.fromEntries(
  Object.entries<Table>(tables).map(([name, { grain }]) => [name, grain]),
) as Record<V1TableName, string[]>;

export const V1_TABLE_NAMES = Object.keys(tables) as V1TableName[];

/** Every table of schema analytics_v1, computed from the source rows. */
export function computeV1(input: OracleInput): Record<V1TableName, Row[]> {
  const world = new World(input);
  return Object.fromEntries(V1_TABLE_NAMES.map((name) => [name, tables[name].compute(world)])) as Record<
    V1TableName,
    Row[]
  >;
}
