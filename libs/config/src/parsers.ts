import { z } from 'zod';
import { readDatabaseUrl } from './database-url';

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

/** A database URL as it was given; what is wrong with it is told piece by piece. */
export const databaseUrl = z.string().transform((value, context) => {
  const read = readDatabaseUrl(value.trim());
  if ('url' in read) return value.trim();
  context.addIssue({ code: 'custom', message: read.problem });
  return z.NEVER;
});

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

const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * An instant of the years that a shop of today can have; anything else is a slip that would close every window
 * there is, or open none. What is finer than a millisecond falls away.
 */
export const instant = text(
  'must be an ISO instant with its offset, of the years 2000 to 2100, such as 2026-11-20T02:00:00Z',
  (value) => {
    if (!instantForm.test(value) || !realDate(value.slice(0, 10))) return undefined;
    const at = new Date(value.replace(/(\.\d{3})\d+/, '$1'));
    const year = at.getUTCFullYear();
    return year >= 2000 && year <= 2100 ? at : undefined;
  },
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
