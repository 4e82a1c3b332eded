import { AccessDeniedError, DatabaseUnavailableError, LockHeldError } from '@acme/errors';
import {
  classifyDatabaseError,
  findSqlRoot,
  quoteIdentifier,
  quoteLiteral,
  readSql,
  sqlstateOf,
} from '../src';

const failure = (code: string, message = 'x') => Object.assign(new Error(message), { code });

it.each([
  ['28P01', AccessDeniedError],
  ['28000', AccessDeniedError],
  ['42501', AccessDeniedError],
  ['3D000', DatabaseUnavailableError],
  ['ECONNREFUSED', DatabaseUnavailableError],
  ['57P03', DatabaseUnavailableError],
  ['53300', DatabaseUnavailableError],
  ['08006', DatabaseUnavailableError],
])('tells the operator what %s of a database means, by the role of the database', (code, ErrorClass) => {
  const told = classifyDatabaseError(
    failure(code, 'password of postgres://u:hush@h/d'),
    'warehouse',
  ) as Error;
  expect(told).toBeInstanceOf(ErrorClass);
  expect(told.message).toContain('warehouse');
  expect(told.message).toContain(code);
  expect(told.message).not.toContain('hush');
  expect(sqlstateOf(told.cause)).toBe(code);
});

it('takes a connection that broke for an unavailable database', () => {
  expect(classifyDatabaseError(new Error('Connection terminated unexpectedly'), 'users')).toBeInstanceOf(
    DatabaseUnavailableError,
  );
});

it('leaves other errors, and those already told, as they are', () => {
  const bug = failure('23505');
  const told = new LockHeldError('held', 'wait');
  expect(classifyDatabaseError(bug, 'users')).toBe(bug);
  expect(classifyDatabaseError(told, 'users')).toBe(told);
});

it('quotes names and constants so that none can break out', () => {
  expect(quoteIdentifier('core.users')).toBe('"core"."users"');
  expect(quoteIdentifier('a"; drop')).toBe('"a""; drop"');
  expect(quoteLiteral("it's")).toBe("'it''s'");
});

it('reads a query so that it can stand inside another', () => {
  expect(readSql(findSqlRoot(), 'sources', 'v2', 'users.sql')).toMatch(/^-- users_v2[\s\S]*from users_v2$/);
});
