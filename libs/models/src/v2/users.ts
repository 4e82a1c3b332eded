import { z } from 'zod';
import { entity } from '../entity';
import { bigint, drop, label, timestamptz, token, unread, vocabulary } from '../field';

export const userStatuses = ['active', 'inactive', 'suspended', 'churned', 'pending_verification'] as const;
export const subscriptionTiers = ['free', 'basic', 'premium', 'enterprise'] as const;

/** The accounts of the users service. */
export const users = entity({
  name: 'users',
  service: 'users',
  description: 'One row per account.',
  cursor: { kind: 'updated' },
  history: ['status', 'subscription_tier', 'country_code'],
  model: z.object({
    id: bigint('Key of the account in the users service.'),
    user_id: token('user', 'user_token', 'The account, as the token that stands for it everywhere.'),
    email: token('email', 'email_token', 'E-mail address.').nullable(),
    phone: token('phone', 'phone_token', 'Phone number.').nullable(),
    full_name: token('name', 'full_name_token', 'Name of the person.').nullable(),
    password_hash: drop('Hash of the password.'),
    status: vocabulary(userStatuses, 'State of the account.'),
    subscription_tier: vocabulary(subscriptionTiers, 'Subscription tier.').nullable(),
    email_verified_at: timestamptz('When the e-mail address was verified; NULL: not yet.').nullable(),
    created_at: timestamptz('When the account was registered.'),
    updated_at: timestamptz('When the row last changed.'),
    last_activity_at: timestamptz('When the service last saw the user; NULL: never.').nullable(),
    deleted_at: timestamptz('When the account was closed (soft delete); NULL: open.').nullable(),
    signup_source: label('Where the user signed up: web, a campaign, a partner.').nullable(),
    country_code: label('Country, ISO 3166-1 alpha-2.').nullable(),
    timezone: unread('IANA time zone of the user.'),
    preferred_language: unread('Language, BCP 47.'),
  }),
  disclosed: [
    {
      name: 'email_shown',
      field: 'email',
      form: 'email',
      description: 'What v1 tables show as e-mail address; NULL: the token.',
    },
    {
      name: 'phone_shown',
      field: 'phone',
      form: 'phone',
      description: 'What v1 tables show as phone number; NULL: the token.',
    },
    {
      name: 'full_name_shown',
      field: 'full_name',
      form: 'name',
      description: 'What v1 tables show as name; NULL: the token.',
    },
  ],
  extra: [
    {
      name: 'email_verified',
      type: 'boolean',
      description:
        'Whether the address is verified, of sources that keep no time of it; NULL: email_verified_at tells.',
    },
  ],
  derived: [
    {
      name: 'identity_hash',
      description:
        'Keyed SHA-256 of normalised e-mail, phone and name together; NULL without e-mail and phone. Two accounts with one value belong to one person.',
      key: 'identity',
      parts: [
        { field: 'email', normalise: 'email' },
        { field: 'phone', normalise: 'phone' },
        { field: 'full_name', normalise: 'text' },
      ],
      unlessAllNull: ['email', 'phone'],
    },
  ],
});
