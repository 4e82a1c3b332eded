import { z } from 'zod';
import { entity } from '../../entity';
import { bigint, drop, text, timestamptz, token } from '../../field';

/** user_activity_legacy. */
export const userActivity = entity({
  name: 'user_activity',
  service: 'users',
  description: 'One row per event of a user, user_activity_legacy.',
  cursor: { kind: 'append', eventTime: 'created_at' },
  model: z.object({
    id: bigint('Key of the event in the users service.'),
    user_id: token('user', 'user_token', 'Whose event it is.').nullable(),
    activity_type: text('What the user did, in the words of v2.').nullable(),
    metadata: drop('Details of the event.'),
    created_at: timestamptz('When the event happened; UTC.').nullable(),
    ip_address: drop('IP address.'),
    user_agent: drop('User agent.'),
  }),
});
