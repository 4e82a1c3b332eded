import {
  AccessDeniedError,
  clientErrorRule,
  ConfigurationError,
  DatabaseUnavailableError,
  DataRefusedError,
  OperatorError,
  sqlstateRule,
  worthReconnecting,
  type Ending,
} from '@acme/errors';

/**
 * The SQLSTATE of a PostgreSQL error, or the errno name of a socket error, also of one that was classified
 * already; undefined for anything else.
 */
export function sqlstateOf(error: unknown): string | undefined {
  if (error instanceof OperatorError) return error.cause === undefined ? undefined : sqlstateOf(error.cause);
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** A code of a server's, as against one of Node.js: EPIPE and EPROTO have five letters too. */
const isSqlstate = (error: unknown, code: string | undefined): code is string =>
  code !== undefined &&
  /^[0-9A-Z]{5}$/.test(code) &&
  (sqlstateRule(code) !== undefined || (error as { severity?: unknown }).severity !== undefined);

/** True when another attempt to connect may succeed without anyone changing anything. */
export function isTransient(error: unknown): boolean {
  const code = sqlstateOf(error);
  if (isSqlstate(error, code)) return worthReconnecting(code);
  return clientErrorRule(error instanceof OperatorError ? error.cause : error)?.again === true;
}

/** True when the transaction can be done again as it is: the server took it back because of others. */
export function isWorthDoingAgain(error: unknown): boolean {
  const code = sqlstateOf(error);
  return code !== undefined && /^(40|72)/.test(code) && sqlstateRule(code)?.again === true;
}

const classes: Record<
  Exclude<Ending, 'bug'>,
  new (message: string, instruction: string, options?: { cause?: unknown }) => OperatorError
> = {
  unavailable: DatabaseUnavailableError,
  denied: AccessDeniedError,
  configuration: ConfigurationError,
  data: DataRefusedError,
};

/** Classes whose messages name objects and settings and never a row's values: they are worth repeating. */
const telling = /^(0A|0L|0P|2B|3F|42)/;

/** PostgreSQL's refusal under row_security = off; the routine's name is the same in every language. */
const hidesRows = (error: unknown): boolean =>
  sqlstateOf(error) === '42501' && (error as { routine?: string }).routine === 'check_enable_rls';

/**
 * Turns what the driver throws into an error with an instruction, by the one table of SQLSTATEs and client
 * errors in libs/errors; what only a bug can bring about comes back as it was. `name` says which database, by its
 * role (`warehouse`, or the service whose source it is), never by its URL.
 */
export function classifyDatabaseError(error: unknown, name: string): unknown {
  if (error instanceof OperatorError) return error;
  if (hidesRows(error)) return hiddenRows(error, name);
  const code = sqlstateOf(error);
  const options = { cause: error };
  if (isSqlstate(error, code)) {
    const rule = sqlstateRule(code);
    if (!rule) return error;
    const ending = name === 'warehouse' ? rule.warehouse : (rule.source ?? rule.warehouse);
    if (ending === 'bug') return error;
    const sent = (error as { severity?: unknown }).severity !== undefined;
    const detail = sent && telling.test(code) ? `: ${(error as Error).message}` : '';
    return new classes[ending](
      `the ${name} database ${rule.says} (${code}${placeOf(error)})${detail}`,
      rule.instruction,
      options,
    );
  }
  const rule = clientErrorRule(error);
  if (!rule || rule.ending === 'bug') return error;
  const tail = code ? ` (${code})` : '';
  return new classes[rule.ending](`the ${name} database ${rule.says}${tail}`, rule.instruction, options);
}

/** The constraint, and the table it is on, where the server names one: neither holds a row's values. */
function placeOf(error: unknown): string {
  const { constraint, schema, table } = error as Partial<Record<'constraint' | 'schema' | 'table', string>>;
  return constraint ? `, ${constraint} of ${schema}.${table}` : '';
}

function hiddenRows(error: unknown, name: string): AccessDeniedError {
  const [, table] = /["«„](.+?)["»“]/.exec((error as Error).message) ?? [];
  return new AccessDeniedError(
    `row-level security hides rows of ${table ? `table ${table}` : 'a table'} of the ${name} database from its role (42501): it must see all of them`,
    `give the role BYPASSRLS (alter role … bypassrls), or read through a view whose owner no policy binds (without security_invoker); nothing was read`,
    { cause: error },
  );
}

/**
 * What is wrong while a session begins: there, what the server does not know, or takes for a wrong value, stands
 * in the URL or in the defaults of the role.
 */
export function classifyConnectError(error: unknown, name: string): unknown {
  const code = sqlstateOf(error);
  if (error instanceof OperatorError || !isSqlstate(error, code)) return classifyDatabaseError(error, name);
  if (/^(22|42)/.test(code) && code !== '42501')
    return new ConfigurationError(
      `the ${name} database refuses an option of its URL (${code}): ${(error as Error).message}`,
      'correct the options in the URL',
      { cause: error },
    );
  if (code === '28000' && /SSL|TLS|encryption/i.test((error as Error).message))
    return new AccessDeniedError(
      `the ${name} database denied access to a connection of this kind (28000)`,
      'its pg_hba.conf asks for TLS, or for none: name the sslmode it wants in the URL',
      { cause: error },
    );
  return classifyDatabaseError(error, name);
}
