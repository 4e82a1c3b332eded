/** A value up to its end: quoted, or up to a space, a quote or the next parameter. A backslash escapes what follows it. */
const value = String.raw`(?:'(?:\\.|[^'"\\])*'|(?:\\.|[^\s&"'\\])+)`;

/** In this order; each hides what stands between the parts that it keeps. */
const secrets: readonly (readonly [RegExp, string])[] = [
  // Greedy up to the last @: a password that is not encoded may hold one itself. The form that messages name stays.
  [/(postgres(?:ql)?:\/\/[^\s:/@"\\]*):(?!password@)(?:\\.|[^\s"\\])*@/gi, '$1:***@'],
  // Elsewhere a path may hold an @, as names of packages do.
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"\\]*):(?!\*\*\*@|password@)(?:\\.|[^\s"\\/@])*@/gi, '$1:***@'],
  [new RegExp(String.raw`(\w*(?:password|passwd|secret)\s?=\s?)${value}`, 'gi'), '$1***'],
  // A keyring, be it within a line of JSON.
  [/(keys\\*"\s*:\s*\{)[^{}]*\}/gi, '$1***}'],
  // 32 bytes as base64.
  [/(?<![\w+/-])[\w+/-]{43}=(?![\w=])/g, '***'],
];

/**
 * A text without passwords and keys: those of URLs, of `password=…` in whatever form, of keyrings. Safe on a line
 * of JSON too: what is hidden never reaches past the string it starts in.
 */
export function redact(text: string): string {
  return secrets.reduce((sofar, [pattern, instead]) => sofar.replace(pattern, instead), text);
}

const mostCharacters = 80;

/**
 * An argument as a message may repeat it: of a URL only its scheme, since whatever follows may be part of a
 * password that is not encoded; without keys; cut off where it is long.
 */
export function shownArgument(argument: string): string {
  const hidden = redact(argument.replace(/([a-z][a-z0-9+.-]*:\/\/).*/is, '$1***'));
  return hidden.length > mostCharacters ? `${hidden.slice(0, mostCharacters)}…` : hidden;
}
