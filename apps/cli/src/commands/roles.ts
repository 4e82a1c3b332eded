import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfigFromProcess, services } from '@acme/config';
import { findSqlRoot, quoteLiteral, quoteName } from '@acme/db';
import { shownArgument, UsageError, visible } from '@acme/errors';

const places = ['warehouse', ...services] as const;
type Place = (typeof places)[number];

const how =
  `acme-etl roles [${places.join('|')}] [--writer NAME] [--analyst NAME] [--operator NAME] ` +
  '[--source-reader NAME] [--generation legacy|v2]';

/**
 * Prints the SQL of the roles, for the warehouse and for each service's database, or for the one that is named. It asks
 * no database, and no password stands in it.
 * @throws UsageError on what it does not know, and on a name that cannot be a role's
 */
export function roles(argv: readonly string[], say: (text: string) => void): void {
  const { place, names, reader, generation } = parseRolesArguments(argv);
  for (const each of place ? [place] : places) {
    const files =
      each === 'warehouse'
        ? [['warehouse.sql']]
        : [['source-reader.sql'], ['sources', generation, `${each}.sql`]];
    const values = { ...names, source_reader: reader ?? `acme_etl_${each}` };
    const sql = files.map((path) =>
      withNames(readFileSync(join(findSqlRoot(), 'roles', ...path), 'utf8'), values),
    );
    if (!place) say(`-- === In the database of ${each === 'warehouse' ? 'the warehouse' : each} ===`);
    say(sql.join('\n'));
  }
}

function parseRolesArguments(argv: readonly string[]) {
  const { values, positionals } = read(argv);
  const [place, ...rest] = positionals;
  if (rest.length > 0 || (place !== undefined && !isPlace(place)))
    throw new UsageError(`roles does not know ${positionals.map(shownArgument).join(' ')}`, how);
  const { generation } = values;
  if (generation !== undefined && generation !== 'legacy' && generation !== 'v2')
    throw new UsageError(`--generation does not know ${shownArgument(generation)}`, 'name legacy or v2');
  for (const option of ['writer', 'analyst', 'operator', 'source-reader'] as const)
    if (values[option] !== undefined) requireRoleName(option, values[option]);
  return {
    place,
    names: {
      writer: values.writer ?? 'acme_etl_writer',
      analyst: values.analyst ?? 'acme_etl_analyst',
      operator: values.operator ?? 'acme_etl_operator',
    },
    reader: values['source-reader'],
    generation: generation ?? (loadConfigFromProcess().flags.legacyEtl ? 'legacy' : 'v2'),
  };
}

const isPlace = (text: string): text is Place => places.some((place) => place === text);

function read(argv: readonly string[]) {
  const name = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...argv],
      options: { writer: name, analyst: name, operator: name, 'source-reader': name, generation: name },
      allowPositionals: true,
    });
  } catch {
    throw new UsageError('roles does not know these arguments', how);
  }
}

/** What PostgreSQL would cut off, or refuse, or what should not be printed as it is: a URL given by mistake, for one. */
function requireRoleName(option: string, name: string): void {
  const fits =
    name !== '' && Buffer.byteLength(name) <= 63 && visible(name) === name && shownArgument(name) === name;
  if (!fits || /^pg_/.test(name) || ['public', 'none', 'current_user', 'session_user'].includes(name))
    throw new UsageError(
      `--${option} ${shownArgument(name)} cannot be the name of a role`,
      'take one of up to 63 bytes that does not begin with pg_',
    );
}

/** The files are psql's: :"name" is a quoted identifier, :'name' a literal. One pass: a name may look like either. */
const withNames = (sql: string, values: Readonly<Record<string, string>>): string =>
  sql.replace(/:(?:"(\w+)"|'(\w+)')/g, (_, identifier?: string, literal?: string) =>
    identifier === undefined ? quoteLiteral(values[literal!]!) : quoteName(values[identifier]!),
  );
