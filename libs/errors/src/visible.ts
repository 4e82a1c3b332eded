/**
 * What a terminal or a reader of lines would obey instead of showing: control characters (C0, DEL, C1), line and
 * paragraph separators, halves of surrogate pairs, overrides of the writing direction, and characters without
 * any width that could hide in a name. Joiners stay: scripts and emoji need them.
 */
const unseen =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}\u200b\u2060-\u2064\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A text from outside (a source's data, an argument, a setting, a file's name, a server's message) as it may
 * stand within one line of a terminal, a log or a message: whatever is unseen is written as JSON would escape
 * it. So a line of JSON stays the JSON it was.
 */
export function visible(text: string): string {
  return text.replace(unseen, escaped);
}

/** The same for a text of several lines of our own making: its line ends stay. */
export function visibleLines(text: string): string {
  return text.replace(unseen, (character) => (character === '\n' ? character : escaped(character)));
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return short[character] ?? units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
