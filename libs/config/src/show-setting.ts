/** A setting's text as it can be shown: of a database URL all but password and parameters, of other secrets nothing. */
export function showSetting(text: string, secret: boolean | undefined): string {
  if (!secret) return text;
  if (!/^postgres(ql)?:/.test(text) || !URL.canParse(text)) return '***';
  const url = new URL(text);
  if (url.password) url.password = '***';
  // `?password=` is a way to give it, too.
  url.search = '';
  return url.href;
}
