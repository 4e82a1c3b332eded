import { z } from 'zod';
import { entity } from '../entity';
import { bigint, drop, label, timestamptz, token, unread, vocabulary } from '../field';

export const activityTypes = [
  'login',
  'logout',
  'page_view',
  'search',
  'product_view',
  'add_to_cart',
  'checkout_start',
  'purchase',
  'review_submit',
  'profile_update',
] as const;

/** What users did; rows are only ever added, sometimes long after the event. */
export const userActivity = entity({
  name: 'user_activity',
  service: 'users',
  description: 'One row per event of a user.',
  cursor: { kind: 'append', eventTime: 'created_at' },
  model: z.object({
    id: bigint('Key of the event in the users service.'),
    user_id: token('user', 'user_token', 'Whose event it is.'),
    activity_type: vocabulary(activityTypes, 'What the user did; every type but logout counts as activity.'),
    created_at: timestamptz('When the event happened.'),
    session_id: drop('Session of the event.'),
    page_path: drop('Path of the page; it may name a person.'),
    referrer: drop('Page the user came from.'),
    duration_seconds: unread('Duration of the event in seconds.'),
    device_type: unread('Kind of device.'),
    platform: label('Platform: web, ios, android.').nullable(),
    product_id: unread('Product looked at or bought.'),
    category_id: unread('Category looked at.'),
    search_query: drop('What the user searched for.'),
    ip_address: drop('IP address.'),
    user_agent: drop('User agent.'),
  }),
});
