import type { Tables } from '../base/table';
import { userSegments } from './segments';
import { userSegmentsDaily } from './segments-daily';

/** The user metric tables that read orders. */
export const tables = {
  user_segments: { grain: ['user_token'], compute: userSegments },
  user_segments_daily: { grain: ['day', 'segment', 'currency'], compute: userSegmentsDaily },
} satisfies Tables;
