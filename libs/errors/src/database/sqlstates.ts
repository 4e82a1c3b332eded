/**
 * What a SQLSTATE means for the operator of the ETL:
 * - `unavailable`: the database cannot do it now (69);
 * - `denied`: the role may not (77);
 * - `configuration`: something is set up wrongly: a role, a URL, a query, an object (78);
 * - `data`: a statement could not be computed from the rows there are (65);
 * - `bug`: only a mistake of the program can bring it about (1).
 */
export type Ending = 'unavailable' | 'denied' | 'configuration' | 'data' | 'bug';

export interface SqlstateRule {
  /** Met in the warehouse, where every statement is the program's. */
  readonly warehouse: Ending;
  /** Met in a source, where extraction queries and views are the operator's; absent: the same. */
  readonly source?: Ending;
  /** The transaction can be done again as it is, and may then succeed. */
  readonly again?: true;
  /** What is the case, after `the … database`. */
  readonly says: string;
  readonly instruction: string;
}

const rule = (
  ending: Ending | readonly [warehouse: Ending, source: Ending],
  says: string,
  instruction: string,
): SqlstateRule =>
  typeof ending === 'string'
    ? { warehouse: ending, says, instruction }
    : { warehouse: ending[0], source: ending[1], says, instruction };
const again = (says: string, instruction: string): SqlstateRule => ({
  warehouse: 'unavailable',
  again: true,
  says,
  instruction,
});

const runAgain = 'run again; nothing was committed halfway';
const ask = 'its log and its administrator know why; then run again';
const query = 'correct the extraction query, or the view that it reads';
const look = 'compare the schema with what the migrations made (acme-etl migrate), then run again';
const report = 'please report it';
const row = 'the log names the place; fix the rows in the source, or the statement';

const bug = (what: string) => rule(['bug', 'configuration'], what, report);

/** By class: the first two letters. Every class that PostgreSQL has is here, decided on purpose. */
export const sqlstateClasses: Readonly<Record<string, SqlstateRule>> = {
  '00': rule('bug', 'reports a success as an error', report),
  '01': rule('bug', 'reports a warning as an error', report),
  '02': rule('bug', 'has no data for a statement', report),
  '03': rule(['bug', 'configuration'], 'waits for the end of a statement', report),
  '08': rule(
    'unavailable',
    'lost the connection',
    'check that it runs and what lies between (pooler, proxy, firewall), then run again',
  ),
  '09': rule('configuration', 'has a trigger that fails', 'ask the owner of the trigger'),
  '0A': rule(
    'configuration',
    'cannot do what a statement asks for',
    'use a supported server (PostgreSQL 14 to 18) and, in extraction queries, what it supports',
  ),
  '0B': bug('refuses to begin a transaction'),
  '0F': bug('refuses a locator'),
  '0L': rule('configuration', 'refuses a grant', 'let a role with the right to grant run this'),
  '0P': rule('configuration', 'refuses a role', 'check the role in the URL and its memberships'),
  '0Z': bug('refuses diagnostics'),
  '10': rule(['data', 'configuration'], 'cannot compute an XML or JSON path', row),
  '20': rule(['data', 'configuration'], 'met a value that no case of a statement provides for', row),
  '21': rule(['data', 'configuration'], 'found several rows where a statement takes one', row),
  '22': rule(['data', 'configuration'], 'cannot compute a statement from the rows there are', row),
  // Nothing is written in a source.
  '23': rule(['data', 'bug'], 'has a constraint that refuses a row', row),
  '24': bug('refuses a cursor'),
  '25': bug('refuses a statement in this state of the transaction'),
  '26': bug('does not know a prepared statement'),
  '27': rule(
    'configuration',
    'has a trigger that changes what is being changed',
    'ask the owner of the trigger',
  ),
  '28': rule('denied', 'denied access', "check user, password and grants in the database's URL"),
  '2B': rule('configuration', 'has grants that depend on what is to go', 'revoke them, then run again'),
  '2D': bug('refuses to end a transaction'),
  '2F': rule(['bug', 'configuration'], 'has a function that fails', query),
  '34': bug('does not know a cursor'),
  '38': rule(['bug', 'configuration'], 'has an external function that fails', query),
  '39': rule(['bug', 'configuration'], 'has an external function that was called wrongly', query),
  '3B': bug('does not know a savepoint'),
  '3D': rule('unavailable', 'does not exist', "create it, or correct the name in the database's URL"),
  '3F': rule('configuration', 'lacks a schema', look),
  '40': again('rolled the transaction back because of others', runAgain),
  '42': rule('configuration', 'refuses a statement', 'correct what it names, then run again'),
  '44': rule(['data', 'configuration'], 'has a view that refuses a row', row),
  '53': rule(
    'unavailable',
    'has run out of resources',
    'free or add what it lacks (by the code: 53100 disk, 53200 memory, 53300 connections), then run again',
  ),
  '54': rule(['data', 'configuration'], 'met a limit that the rows pass', row),
  '55': rule('unavailable', 'has an object that is not ready for this', ask),
  '57': rule('unavailable', 'was interrupted', ask),
  '58': rule('unavailable', 'cannot use its files', ask),
  '72': again('no longer has the snapshot that a statement reads', runAgain),
  F0: rule('unavailable', 'has a configuration file that is wrong', ask),
  HV: rule(
    ['configuration', 'configuration'],
    'has a foreign table that fails',
    'see to the foreign server and its options, then run again',
  ),
  P0: rule(['bug', 'configuration'], 'has a function that raised an error', query),
  XX: rule('unavailable', 'met an internal error of its own', ask),
};

/** Codes that are something else than their class. */
export const sqlstates: Readonly<Record<string, SqlstateRule>> = {
  '08004': rule(
    'unavailable',
    'refuses the connection',
    'check what lies between (pooler, proxy), then run again',
  ),
  '08P01': rule(
    'unavailable',
    'or what lies before it broke the protocol',
    'check that host and port are those of PostgreSQL or of its pooler, and that the pooler knows the database',
  ),
  '22021': rule(
    'data',
    'holds bytes that are no text in its encoding',
    'fix the rows; the name of the encoding is in the log of the server',
  ),
  '22P05': rule(
    'configuration',
    'cannot write a character in its encoding',
    'make the database with encoding UTF8, then run again',
  ),
  '25006': rule(
    'configuration',
    'is read-only',
    'name the primary rather than a standby, and unset default_transaction_read_only of the role and the database',
  ),
  '25P03': rule(
    'unavailable',
    'ended the session: it was idle in a transaction for longer than idle_in_transaction_session_timeout',
    'raise that timeout for the role, then run again',
  ),
  '25P04': rule(
    'unavailable',
    'ended the session: a transaction took longer than transaction_timeout',
    'raise that timeout for the role, or lower LOAD_BATCH_ROWS, then run again',
  ),
  '2BP01': rule('configuration', 'has objects that depend on what is to change', 'drop them, then run again'),
  '40002': rule('data', 'has a constraint that refuses the rows of a transaction', row),
  '40001': again('could not serialise the transaction with others', runAgain),
  '40P01': again('ended the transaction to resolve a deadlock with another one', runAgain),
  '42501': rule(
    'denied',
    'denied access',
    "grant the role of the database's URL what it lacks, then run again",
  ),
  '42601': rule(['bug', 'configuration'], 'cannot parse a statement', query),
  '42P01': rule('configuration', 'lacks a table', look),
  '42703': rule('configuration', 'lacks a column', look),
  '42883': rule('configuration', 'lacks a function or an operator', look),
  '42704': rule('configuration', 'lacks an object that a statement names', look),
  '42P07': rule('configuration', 'has a table of that name already', 'rename or drop it, then run again'),
  '42710': rule('configuration', 'has an object of that name already', 'rename or drop it, then run again'),
  '42P06': rule('configuration', 'has a schema of that name already', 'rename or drop it, then run again'),
  '42723': rule('configuration', 'has a function of that name already', 'rename or drop it, then run again'),
  '53100': rule('unavailable', 'has no room left on its disk', 'free some, then run again'),
  '53200': rule('unavailable', 'has run out of memory', 'lower its work_mem, or add memory, then run again'),
  '53300': rule(
    'unavailable',
    'has no connection left',
    'let others end, or raise max_connections or the connection limit of the role, then run again',
  ),
  '53400': rule(
    'unavailable',
    'met a limit of its configuration',
    'raise it (temp_file_limit is the usual one), then run again',
  ),
  '54001': rule(
    ['configuration', 'configuration'],
    'finds a statement too complex',
    'raise max_stack_depth, then run again',
  ),
  '55006': rule('unavailable', 'has an object that others are using', 'let them end, then run again'),
  '55P02': rule('configuration', 'does not let the session change a setting', 'let its administrator set it'),
  '55P03': rule(
    'unavailable',
    'did not give a lock in time: another session holds it',
    'end the other session, or wait for it, then run again',
  ),
  '57014': rule(
    'unavailable',
    'cancelled a statement',
    'if it took too long, raise STATEMENT_TIMEOUT_SECONDS; else it was cancelled: run again',
  ),
  '57P01': again(
    'ended the session: an administrator asked for it, or it shuts down',
    'run again when it is up',
  ),
  '57P02': again('ended the session: another one crashed', 'run again when it is up'),
  '57P03': again('does not take connections yet', 'run again when it is up'),
  '57P04': rule('unavailable', 'was dropped', "create it, or correct the name in the database's URL"),
  '57P05': rule(
    'unavailable',
    'ended the session: it was idle for longer than idle_session_timeout',
    'raise that timeout for the role, then run again',
  ),
  HV00N: rule('unavailable', 'cannot reach a foreign server', 'see to the foreign server, then run again'),
};

/** The rule of a SQLSTATE; undefined for a class that PostgreSQL does not have (an extension's, say). */
export const sqlstateRule = (code: string): SqlstateRule | undefined =>
  sqlstates[code] ?? sqlstateClasses[code.slice(0, 2)];

/** Connections are tried again after these; whatever else is the case stays so. */
export const worthReconnecting = (code: string): boolean =>
  code.startsWith('08') || ['57P01', '57P02', '57P03', '57P05', '53300'].includes(code);
