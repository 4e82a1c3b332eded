import { ConfigurationError, describeError, visible, visibleLines } from '../src';

test.each([
  ['an escape that recolours the terminal', '\u001b[31mred', '\\u001b[31mred'],
  ['an escape that sets the title', '\u001b]0;owned\u0007', '\\u001b]0;owned\\u0007'],
  ['a line end that forges a line', 'web\nusers  0  0', 'web\\nusers  0  0'],
  ['a return that overwrites a line', 'web\rok', 'web\\rok'],
  ['a tab that shifts a column', 'a\tb', 'a\\tb'],
  ['a backspace and DEL', 'a\u0008\u007f', 'a\\u0008\\u007f'],
  ['an 8-bit escape (C1)', '\u009b31m', '\\u009b31m'],
  ['other line ends', 'a\u0085b\u2028c\u2029', 'a\\u0085b\\u2028c\\u2029'],
  ['an override of the direction', 'gpj\u202eexe.\u2066x', 'gpj\\u202eexe.\\u2066x'],
  ['what has no width', 'a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
  ['characters of tags, beyond the first plane', 'a\u{e0041}', 'a\\udb40\\udc41'],
  ['half a pair', 'a\ud83d', 'a\\ud83d'],
  ['NUL', 'a\u0000', 'a\\u0000'],
])('%s is shown, not obeyed', (_, text, shown) => {
  expect(visible(text)).toBe(shown);
  expect(JSON.parse(`"${visible(text)}"`)).toBe(text);
});

test.each(['Zürich', 'こんにちは', 'مرحبا', '👩‍👩‍👧 ok', 'a\u00a0b', 'naïve “quote”', 'C:\\dir'])(
  '%s stays',
  (text) => expect(visible(text)).toBe(text),
);

test('lines of our own making keep their ends', () =>
  expect(visibleLines('a\nb\u001b\r\n')).toBe('a\nb\\u001b\\r\n'));

test('what is told of an error has neither control characters nor passwords', () => {
  const error = new ConfigurationError(
    'no \u001b[2J postgres://etl:hush@host/db',
    'see postgres://etl:hush@host/db\u202e',
  );
  expect(describeError(error)).toEqual({
    name: 'ConfigurationError',
    message: 'no \\u001b[2J postgres://etl:***@host/db',
    instruction: 'see postgres://etl:***@host/db\\u202e',
  });
  const odd = Object.assign(new Error('x'), { name: 'E\u001b', code: 'C\u001b' });
  expect(describeError(odd)).toEqual({ name: 'E\\u001b', code: 'C\\u001b' });
});
