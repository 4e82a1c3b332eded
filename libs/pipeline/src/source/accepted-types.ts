import type { PgType } from '@acme/models';

/** What PostgreSQL may call a column of each type. */
export const acceptedTypes: Record<PgType, readonly string[]> = {
  bigint: ['bigint', 'integer', 'smallint'],
  integer: ['integer', 'smallint'],
  text: ['text', 'character varying', 'character'],
  timestamptz: ['timestamp with time zone'],
  boolean: ['boolean'],
  'double precision': ['double precision', 'real', 'numeric'],
};
