import { z } from 'zod';
import { entity } from '../../entity';
import { bigint, drop, integer, text, timestamptz, token } from '../../field';
import { users as v2Users } from '../../v2/users';

/** users_legacy. */
export const users = entity({
  name: 'users',
  service: 'users',
  description: 'One row per account, users_legacy.',
  cursor: { kind: 'updated' },
  model: z.object({
    id: bigint('Key of the account in the users service.'),
    user_id: token('user', 'user_token', 'The account again, as the token that stands for it everywhere.'),
    email: token('email', 'email_token', 'E-mail address.').nullable(),
    phone: token('phone', 'phone_token', 'Phone number.').nullable(),
    name: token('name', 'full_name_token', 'Name of the person.').nullable(),
    password_hash: drop('Hash of the password.'),
    ip_address: drop('Address of the last login.'),
    status: text('active, churned or dormant.').nullable(),
    subscription_type: text('free, basic or premium.').nullable(),
    email_verified: integer('1 when the address is verified, else 0.').nullable(),
    created_at: timestamptz('When the account was registered; UTC.').nullable(),
    updated_at: timestamptz('When the row last changed; UTC.').nullable(),
    last_login_at: timestamptz('Last login; UTC; NULL: never.').nullable(),
  }),
  derived: v2Users.derived!.map((derived) => ({
    ...derived,
    parts: derived.parts.map((part) => (part.field === 'full_name' ? { ...part, field: 'name' } : part)),
  })),
  disclosed: v2Users.disclosed!.map((shown) =>
    shown.field === 'full_name' ? { ...shown, field: 'name' } : shown,
  ),
});
