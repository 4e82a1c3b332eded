/**
 * Replaces the password of every database URL in a text, and every `password=` parameter. Safe on a line of
 * JSON too: a match never reaches past the string it starts in.
 */
export function scrubUrlPasswords(text: string): string {
  return text
    .replace(/(postgres(?:ql)?:\/\/[^\s:/@"\\]*):(?:\\.|[^\s"\\])*@/gi, '$1:***@')
    .replace(/\b(password=)(?:\\.|[^\s&"\\])+/gi, '$1***');
}
