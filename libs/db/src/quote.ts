import { escapeIdentifier, escapeLiteral } from 'pg';

/** A name from code (never from input) as an SQL identifier; `schema.table` is quoted part by part. */
export function quoteIdentifier(name: string): string {
  return name
    .split('.')
    .map((part) => escapeIdentifier(part))
    .join('.');
}

/** A name from outside, whatever it holds, as an SQL identifier; a dot in it is part of the name. */
export function quoteName(name: string): string {
  return escapeIdentifier(name);
}

/** A constant from code (a vocabulary, a comment) as an SQL literal, for statements that take no parameters. */
export function quoteLiteral(value: string): string {
  return escapeLiteral(value);
}
