import { redact } from '@acme/errors';

/** A setting's text as it can be shown: of a database URL all but password and parameters, of other secrets nothing. */
export function showSetting(text: string, secret: boolean | undefined): string {
  // A path may be a URL by mistake.
  if (!secret) return redact(text);
  if (!/^postgres(ql)?:/.test(text) || !URL.canParse(text)) return '***';
  const url = new URL(text);
  if (url.password) url.password = '***';
  // `?password=` is a way to give it, too.
  url.search = '';
  return url.href;
}
