import { lineInStatement, serverErrorOf, type StatementError } from '@acme/db';
import type { MetricDefinition } from './metric-definition';

/** The statement that a server's error is of, as `Session` keeps it beside the error. */
const statementOf = (error: unknown): string | undefined =>
  (serverErrorOf(error) as { statement?: string } | undefined)?.statement;

/**
 * Where in a definition's files the mistake is that a server's error tells of: `file:line`. Undefined when the
 * statement has nothing of the definition in it.
 */
export function lineOfMistake(definition: MetricDefinition, error: StatementError): string | undefined {
  const statement = statementOf(error);
  if (statement === undefined) return undefined;
  const within = [...definition.files].filter(([, text]) => statement.includes(text));
  for (const [file, text] of within) {
    const line = lineInStatement(error, statement, text);
    if (line !== undefined) return `${definition.shownFile(file)}:${line}`;
  }
  const check = (definition.checks ?? []).findIndex(({ expect }) => statement.includes(`(${expect})`));
  if (check >= 0) return definition.place(['checks', check, 'expect']);
  if (within.length === 0) return undefined;
  // Around the query stands what definition.yaml declares: a column that it does not give, or of another type.
  const name = /column "([^"]+)"/.exec(error.message)?.[1];
  if (name !== undefined && name in definition.columns) return definition.place(['columns', name]);
  return definition.shownFile(within[0]![0]);
}

/** Which part of the definition a failed statement was, in words. */
export function partAtWork(definition: MetricDefinition, error: unknown): string {
  const statement = statementOf(error) ?? '';
  const file = [...definition.files].find(([, text]) => statement.includes(text))?.[0];
  if (file !== undefined) return file;
  const check = (definition.checks ?? []).find(({ expect }) => statement.includes(`(${expect})`));
  return check ? `check ${check.name}` : 'writing the rows';
}
