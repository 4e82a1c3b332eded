import { z } from 'zod';
import { bigint, drop, entity, unread, v2, type Entity } from '../src';

/** The personal columns of the users service as its contract lists them: (t) tokenised, (x) never extracted. */
const contract = {
  users: { token: ['email', 'phone', 'full_name', 'user_id'], drop: ['password_hash'] },
  user_activity: {
    token: ['user_id'],
    drop: ['session_id', 'page_path', 'referrer', 'search_query', 'ip_address', 'user_agent'],
  },
};

describe.each([v2.users, v2.userActivity] as Entity[])('$name', ({ name, fields, columns }) => {
  const classOf = (pii: string) => fields.filter((field) => field.pii === pii).map((field) => field.name);

  it('classes exactly the personal columns of the contract as such', () => {
    expect(classOf('token').sort()).toEqual([...contract[name as keyof typeof contract].token].sort());
    expect(classOf('drop').sort()).toEqual([...contract[name as keyof typeof contract].drop].sort());
  });

  it('extracts no dropped column, and lands no token column under its own name', () => {
    expect(columns.filter(({ pii }) => pii === 'drop')).toEqual([]);
    for (const column of columns.filter(({ pii }) => pii === 'token')) {
      expect(column).toMatchObject({
        coreName: expect.stringMatching(/_token$/) as string,
        coreType: 'text',
      });
    }
  });

  it('describes every field', () => {
    for (const field of fields) expect(field.description).toMatch(/^[A-Z].*\.$/);
  });
});

it('knows which columns may be NULL, and their vocabularies', () => {
  const column = (name: string) => v2.users.columns.find((candidate) => candidate.name === name)!;
  expect(column('status')).toMatchObject({
    nullable: false,
    values: expect.arrayContaining(['churned']) as string[],
  });
  expect(column('subscription_tier')).toMatchObject({
    nullable: true,
    values: ['free', 'basic', 'premium', 'enterprise'],
  });
  expect(column('deleted_at').nullable).toBe(true);
});

it('refuses a field without metadata and an entity without key', () => {
  const define = (model: z.ZodObject) => () =>
    entity({ name: 'x', service: 'users', description: 'X.', cursor: { kind: 'updated' }, model });
  expect(define(z.object({ id: bigint('Key.'), mail: z.string() }))).toThrow(
    /mail has no description and PII class/,
  );
  expect(define(z.object({ key: bigint('Key.') }))).toThrow(/has no id/);
});

it('extracts neither what is personal and dropped nor what nothing reads', () => {
  const { columns } = entity({
    name: 'x',
    service: 'users',
    description: 'X.',
    cursor: { kind: 'updated' },
    model: z.object({ id: bigint('Key.'), notes: drop('Notes.'), colour: unread('Colour.') }),
  });
  expect(columns.map(({ name }) => name)).toEqual(['id']);
});
