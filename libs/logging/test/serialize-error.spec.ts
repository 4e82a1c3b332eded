import { ConfigurationError, ContractError, DatabaseUnavailableError } from '@acme/errors';
import { serializeError } from '../src';
import { postgresError } from './helpers';

describe('an error for the operator', () => {
  test('tells what is wrong, what to do and the exit code, without a stack', () => {
    expect(
      serializeError(new ConfigurationError('no warehouse is configured', 'set WAREHOUSE_DATABASE_URL')),
    ).toEqual({
      name: 'ConfigurationError',
      message: 'no warehouse is configured',
      instruction: 'set WAREHOUSE_DATABASE_URL',
      exitCode: 78,
    });
  });

  test('lists the differences of a broken contract', () => {
    const error = new ContractError('users differs', ['email: is missing'], 'change the query');
    expect(serializeError(error)).toMatchObject({ differences: ['email: is missing'], exitCode: 65 });
  });

  test('keeps its cause, which needs no stack either', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    expect(serializeError(new DatabaseUnavailableError('no answer', 'start it', { cause }))).toMatchObject({
      cause: { name: 'Error', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' },
    });
    expect(
      JSON.stringify(serializeError(new DatabaseUnavailableError('no answer', 'start it', { cause }))),
    ).not.toContain('stack');
  });
});

describe('an error of PostgreSQL', () => {
  test('keeps code and names, and nothing that may repeat a row', () => {
    const { stack, ...described } = serializeError(postgresError('23505'));
    expect(described).toEqual({
      name: 'error',
      code: '23505',
      severity: 'ERROR',
      schema: 'core',
      table: 'users',
      constraint: 'users_email_key',
      routine: '_bt_check_unique',
    });
    expect(JSON.stringify(stack)).not.toContain('jane');
  });

  test.each(['22P02', '23502', '21000', 'P0001', 'XX000', '44000'])(
    '%s loses its message: it may repeat a row',
    (code) => {
      expect(serializeError(postgresError(code))).not.toHaveProperty('message');
    },
  );

  test.each([
    '08006',
    '0A000',
    '25006',
    '28P01',
    '3D000',
    '40001',
    '42P01',
    '53300',
    '55P03',
    '57014',
    '58030',
  ])('%s keeps its message: it names objects only', (code) =>
    expect(serializeError(postgresError(code, 'refused'))).toMatchObject({ message: 'refused' }),
  );

  test('has a message whose lines look like frames kept out of the stack', () => {
    const { stack } = serializeError(postgresError('22P02', 'invalid input "x\n    at jane (1:1:1)\n"'));
    expect(stack).not.toHaveLength(0);
    expect(JSON.stringify(stack)).not.toContain('jane');
  });
});

describe('an unforeseen error', () => {
  test('keeps its message and the frames of its stack', () => {
    const described = serializeError(new TypeError('x is not a function'));
    expect(described).toMatchObject({ name: 'TypeError', message: 'x is not a function' });
    expect((described['stack'] as string[])[0]).toMatch(/^at .*serialize-error\.spec\.ts/);
  });

  test.each([
    ['JSON', () => JSON.parse('jane@example.org')],
    ['a whole number', () => BigInt('jane@example.org')],
  ])('loses the message of a text that is not %s: it repeats the text', (_, parse) => {
    expect.assertions(2);
    try {
      parse();
    } catch (error) {
      expect(serializeError(error)).toMatchObject({ name: 'SyntaxError' });
      expect(JSON.stringify(serializeError(error))).not.toContain('jane');
    }
  });

  test('has the password of a URL in its message hidden', () => {
    expect(serializeError(new Error('postgres://etl:s3cret@host/db is down'))).toMatchObject({
      message: 'postgres://etl:***@host/db is down',
    });
  });

  test('shows each of several errors', () => {
    const several = new AggregateError([new Error('first'), postgresError('23505')]);
    expect(serializeError(several)).toMatchObject({ errors: [{ message: 'first' }, { code: '23505' }] });
  });

  test('is followed down five causes and no further, even in a circle', () => {
    const error = new Error('circle');
    error.cause = error;
    expect(JSON.stringify(serializeError(error)).match(/"message":"circle"/g)).toHaveLength(6);
  });

  test.each(['jane@example.org', { email: 'jane@example.org' }, null])(
    'that is no Error shows its type only',
    (thrown) => {
      expect(serializeError(thrown)).toEqual({ name: typeof thrown });
    },
  );
});
