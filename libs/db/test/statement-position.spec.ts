import { lineInStatement, serverErrorOf } from '../src';

const failure = (position?: number) =>
  Object.assign(new Error('column does not exist'), {
    code: '42703',
    severity: 'ERROR',
    ...(position === undefined ? {} : { position: String(position) }),
  });

const file = 'select day,\n  amuont\nfrom core.orders';
const statement = `create temporary table fresh as select 'ü𝄞' from (${file}\n) as query`;
/** As the server counts: characters, not halves of them. */
const positionOf = (word: string) => [...statement.slice(0, statement.indexOf(word))].length + 1;

it('finds the line of a file that an error points at, also behind characters of two halves', () => {
  expect(lineInStatement(failure(positionOf('amuont')), statement, file)).toBe(2);
  expect(lineInStatement(failure(positionOf('select day')), statement, file)).toBe(1);
  expect(lineInStatement(failure(positionOf('core.orders')), statement, file)).toBe(3);
});

it('names no line where the server names no place, or one outside the file', () => {
  expect(lineInStatement(failure(), statement, file)).toBeUndefined();
  expect(lineInStatement(failure(3), statement, file)).toBeUndefined();
  expect(lineInStatement(failure(positionOf('as query')), statement, file)).toBeUndefined();
  expect(lineInStatement(new Error('no server'), statement, file)).toBeUndefined();
});

it("finds the server's error behind those that wrap it", () => {
  const inner = failure(1);
  expect(serverErrorOf(new Error('outer', { cause: new Error('middle', { cause: inner }) }))).toBe(inner);
  expect(serverErrorOf(Object.assign(new Error('socket'), { code: 'EPIPE' }))).toBeUndefined();
});
