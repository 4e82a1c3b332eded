/** What can be no option because a blank stands in its name, such as a query that begins with a comment. */
const blankInName = /^-[^=]*\s/;
const mark = '\0';

/** Marks such a word, so that the parser takes it for an argument or a value. No word of a process holds a NUL. */
export const marked = (word: string): string => (blankInName.test(word) ? `${mark}${word}` : word);

/** The word as it was given. */
export const original = (word: string): string => (word.startsWith(mark) ? word.slice(1) : word);
