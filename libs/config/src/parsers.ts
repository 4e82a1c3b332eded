import { z } from 'zod';

/** Builds a parser of one setting's text; the message says what would be right, never what was given. */
const text = <T>(expected: string, parse: (value: string) => T | undefined) =>
  z.string().transform((value, context) => {
    const parsed = parse(value.trim());
    if (parsed !== undefined) return parsed;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });

const words: Record<string, boolean> = {
  true: true,
  '1': true,
  yes: true,
  on: true,
  false: false,
  '0': false,
  no: false,
  off: false,
};

export const flag = text('must be true or false', (value) => words[value.toLowerCase()]);

export const wholeNumber = (least: number, most = Number.MAX_SAFE_INTEGER) =>
  text(
    most === Number.MAX_SAFE_INTEGER
      ? `must be a whole number from ${least} on`
      : `must be a whole number from ${least} to ${most}`,
    (value) =>
      /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most ? Number(value) : undefined,
  );

export const fraction = text('must be a number from 0 to 1', (value) =>
  /^\d*\.?\d+$/.test(value) && Number(value) <= 1 ? Number(value) : undefined,
);

export const databaseUrl = text(
  'must be a URL like postgres://user:password@host:5432/database, with special characters of the password percent-encoded',
  (value) => (isDatabaseUrl(value) ? value : undefined),
);

/** Strict about what must be percent-encoded: a raw / in a password would move the rest of it into the path. */
function isDatabaseUrl(value: string): boolean {
  if (!/^postgres(ql)?:\/\/[^\s"'<>\\#]+$/.test(value) || !URL.canParse(value)) return false;
  const { pathname, search } = new URL(value);
  return pathname.length > 1 && !`${pathname}${search}`.includes('@') && decodes(value);
}

function decodes(value: string): boolean {
  try {
    decodeURIComponent(value);
    return true;
  } catch {
    return false;
  }
}

export const httpUrl = text('must be a URL like http://pushgateway:9091, without a password', (value) => {
  if (!/^https?:\/\/\S+$/.test(value) || !URL.canParse(value)) return undefined;
  const { username, password } = new URL(value);
  return username || password ? undefined : value.replace(/\/+$/, '');
});

const zones = new Map(
  ['UTC', ...Intl.supportedValuesOf('timeZone')].map((name) => [name.toLowerCase(), name]),
);

/**
 * Only names that PostgreSQL and JavaScript read alike. It reads the offset +02:00 with the other sign, and
 * abbreviations such as CET as a fixed offset, where JavaScript follows the clock changes.
 */
export const ianaZone = text('must be an IANA time zone such as UTC or America/New_York', (value) => {
  const listed = zones.get(value.toLowerCase());
  if (listed !== undefined || !/^[A-Za-z][\w+-]*(\/[\w+-]+)+$/.test(value)) return listed;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return value;
  } catch {
    return undefined;
  }
});

/** The text of a JSON object. The parser's own message would repeat some of the text, so it goes no further. */
export const jsonObject = text('must be a JSON object', (value) => {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? value : undefined;
  } catch {
    return undefined;
  }
});

const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

export const instant = text(
  'must be an ISO instant with its offset, such as 2026-11-20T02:00:00Z',
  (value) =>
    instantForm.test(value) && realDate(value.slice(0, 10)) && !Number.isNaN(Date.parse(value))
      ? new Date(value)
      : undefined,
);

export const currencyCode = text('must be a currency code of ISO 4217, such as USD', (value) =>
  /^[A-Z]{3}$/.test(value) ? value : undefined,
);

export const anyText = text('must not be empty', (value) => value || undefined);

export const oneOf = <const V extends readonly [string, ...string[]]>(values: V) =>
  text(
    `must be one of ${values.join(', ')}`,
    (value) =>
      (values as readonly string[]).find((word) => word === value.toLowerCase()) as V[number] | undefined,
  );

/** True for a day of the calendar in the form yyyy-mm-dd. */
export function realDate(day: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || day < '0001') return false;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
