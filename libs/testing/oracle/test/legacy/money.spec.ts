import { minorUnits } from '../../src';
import { decimalOf, wholeOf } from '../../src/legacy/decimal';

it.each([
  ['12.34', 'USD', '1234'],
  ['10', 'USD', '1000'],
  ['-3.5', 'USD', '-350'],
  ['0', 'USD', '0'],
  ['-0', 'USD', '0'],
  ['1234567.89', 'EUR', '123456789'],
  // 0.1 + 0.2 of doubles.
  ['0.30000000000000004', 'USD', '30'],
  ['0.29999999999999993', 'USD', '30'],
  ['-0.29999999999999993', 'USD', '-30'],
  ['1000', 'JPY', '1000'],
  ['12.345', 'KWD', '12345'],
  ['0.0001', 'CLF', '1'],
  ['1e+13', 'USD', '1000000000000000'],
  ['1.5e-07', 'USD', null],
  ['1e-09', 'USD', '0'],
  // A millionth of a cent off is still the cent, two are not.
  ['0.01000001', 'USD', '1'],
  ['0.01000002', 'USD', null],
  ['0.00999998', 'USD', null],
  ['12.345', 'USD', null],
  ['10.5', 'JPY', null],
  ['0.0001', 'KWD', null],
  // The last amounts that doubles tell apart.
  ['90071992547409.92', 'USD', '9007199254740992'],
  ['90071992547409.93', 'USD', null],
  ['-90071992547409.92', 'USD', '-9007199254740992'],
  ['9007199254740993', 'JPY', null],
  ['1e+308', 'USD', null],
  ['NaN', 'USD', null],
  ['Infinity', 'USD', null],
  ['-Infinity', 'USD', null],
  ['', 'USD', null],
  ['ten', 'USD', null],
])('%s %s is %s in minor units', (text, currency, expected) => {
  expect(minorUnits(text, currency)).toBe(expected);
});

it.each([
  ['2', 2n],
  ['2.0', 2n],
  ['2e2', 200n],
  ['20e-1', 2n],
  ['-3', -3n],
  ['2.5', null],
  ['25e-2', null],
  ['9007199254740993', 9007199254740993n],
  ['true', null],
])('%s as a whole number is %s', (text, expected) => {
  expect(wholeOf(text)).toBe(expected);
});

test('a number far beyond all doubles is no number, and zero is zero however it is written', () => {
  expect(decimalOf('1e999999999')).toBeNull();
  expect(decimalOf('1e-999999999')).toBeNull();
  expect(decimalOf('0e999999999')).toEqual({ digits: 0n, exponent: 0 });
});
