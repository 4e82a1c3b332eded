/** Replaces the password of every database URL in a text. */
export function hidePasswords(text: string): string {
  return text.replace(/(postgres(?:ql)?:\/\/[^\s:/@]*):[^\s@]*@/g, '$1:***@');
}
