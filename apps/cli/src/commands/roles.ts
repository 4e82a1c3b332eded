import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { oneOf, optional, text } from '@acme/command-line';
import { loadConfigFromProcess, services } from '@acme/config';
import { findSqlRoot, quoteLiteral, quoteName } from '@acme/db';
import { shownArgument, UsageError, visible } from '@acme/errors';
import { command } from '../command';

const places = ['warehouse', ...services] as const;

const name = (usual: string, description: string) => ({
  ...text('NAME', `${description}; ${usual} where none is given`),
  read: requireRoleName,
});

/**
 * Prints the SQL of the roles, for the warehouse and for each service's database, or for the one that is named. It asks
 * no database, and no password stands in it.
 */
export const roles = command({
  name: 'roles',
  summary: 'print the SQL of least-privilege roles',
  options: {
    writer: name('acme_etl_writer', 'the role of the jobs'),
    analyst: name('acme_etl_analyst', 'the role that reads the metric tables'),
    operator: name('acme_etl_operator', 'the role that queries facts as well'),
    'source-reader': name('acme_etl_SERVICE', "the role that reads a service's tables"),
    generation: oneOf(
      'GENERATION',
      ['legacy', 'v2'],
      'the source tables to be read; those of the settings where none is named',
    ),
  },
  arguments: { place: optional(oneOf('PLACE', places, 'one database only')) },
  action({ place, generation, ...names }, { say }) {
    const tables = generation ?? (loadConfigFromProcess().flags.legacyEtl ? 'legacy' : 'v2');
    for (const each of place ? [place] : places) {
      const files =
        each === 'warehouse'
          ? [['warehouse.sql']]
          : [['source-reader.sql'], ['sources', tables, `${each}.sql`]];
      const values = {
        writer: names.writer ?? 'acme_etl_writer',
        analyst: names.analyst ?? 'acme_etl_analyst',
        operator: names.operator ?? 'acme_etl_operator',
        source_reader: names['source-reader'] ?? `acme_etl_${each}`,
      };
      const sql = files.map((path) =>
        withNames(readFileSync(join(findSqlRoot(), 'roles', ...path), 'utf8'), values),
      );
      if (!place) say(`-- === In the database of ${each === 'warehouse' ? 'the warehouse' : each} ===`);
      say(sql.join('\n'));
    }
  },
});

/** What PostgreSQL would cut off, or refuse, or what should not be printed as it is: a URL given by mistake, for one. */
function requireRoleName(name: string, option: string): string {
  const fits =
    name !== '' && Buffer.byteLength(name) <= 63 && visible(name) === name && shownArgument(name) === name;
  if (!fits || /^pg_/.test(name) || ['public', 'none', 'current_user', 'session_user'].includes(name))
    throw new UsageError(
      `${option} ${shownArgument(name)} cannot be the name of a role`,
      'take one of up to 63 bytes that does not begin with pg_',
    );
  return name;
}

/** The files are psql's: :"name" is a quoted identifier, :'name' a literal. One pass: a name may look like either. */
const withNames = (sql: string, values: Readonly<Record<string, string>>): string =>
  sql.replace(/:(?:"(\w+)"|'(\w+)')/g, (_, identifier?: string, literal?: string) =>
    identifier === undefined ? quoteLiteral(values[literal!]!) : quoteName(values[identifier]!),
  );
