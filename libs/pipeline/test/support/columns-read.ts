import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findSqlRoot, migrate } from '@acme/db';
import type { Entity } from '@acme/models';
import { query } from '@acme/testing';
import { loadMetricDefinitions, loadParityDefinitions, tableColumns, type MetricDefinition } from '../../src';

const root = findSqlRoot();

/** What the engine makes beside core for the queries of metric tables. */
const made = `
  create temporary table stale_days (day date, starts_at timestamptz, ends_at timestamptz, counts_until timestamptz);
  create temporary table stale_months (month date, starts_at timestamptz, ends_at timestamptz, counts_until timestamptz);
  create temporary table stale_keys (key text);
  create temporary table this_run (now timestamptz, zone text, today date);
  create temporary table maturing (after timestamptz, until timestamptz);
  create temporary table compared (from_day date, to_day date);`;

/**
 * The columns of every relation that some query names, as `core.orders.status`: PostgreSQL says so itself, of a
 * view made of each query. Metric tables with their propagation, range and maturity queries, reports, parity and
 * reconciliation.
 */
export async function columnsRead(url: string): Promise<Set<string>> {
  await migrate(url, root);
  const definitions = loadMetricDefinitions(root);
  const queries: Query[] = [
    ...definitions.flatMap((definition) => queriesOf(definition)),
    ...loadParityDefinitions(root).map((parity) => ({ name: parity.table, sql: parity.query })),
    ...['reports', 'reconcile'].flatMap((folder) => filesBelow(join(root, folder))),
  ];
  const tables = definitions.map(
    (definition) =>
      `create table ${definition.table} (${Object.entries(tableColumns(definition))
        .map(([name, { type }]) => `"${name}" ${type}`)
        .join(', ')}, primary key (${definition.grain.map((name) => `"${name}"`).join(', ')}))`,
  );
  await query(url, tables.join(';'));
  // One statement of many: `changed` is another table for each propagation query, and is put away under its number.
  const statements = queries.map(({ sql, relation, columns = [] }, nth) => {
    const view = `create temporary view looked_at_${nth} as ${sql.replace(/\$\d+/g, 'null')};\n`;
    return relation
      ? `${changed(relation, columns)} ${view} alter table pg_temp.changed rename to changed_${nth};\n`
      : view;
  });
  const rows = await query<{ nth: string; column: string }>(
    url,
    `${made} ${statements.join('')}
     select distinct substring(viewing.relname from '\\d+$') as nth,
       read.relnamespace::regnamespace || '.' || read.relname || '.' || attname as column
     from pg_depend
     join pg_rewrite on pg_rewrite.oid = objid
     join pg_class as viewing on viewing.oid = ev_class and viewing.relname like 'looked\\_at\\_%'
     join pg_class as read on read.oid = refobjid
     join pg_attribute on attrelid = refobjid and attnum = refobjsubid
     where classid = 'pg_rewrite'::regclass and refclassid = 'pg_class'::regclass and refobjsubid > 0`,
  ).catch((error: Error & { position?: string }) => {
    let end = made.length;
    const at = statements.findIndex((text) => (end += text.length) >= Number(error.position ?? 0));
    throw new Error(`${queries[at]?.name}: ${error.message}`);
  });
  const found = new Set(rows.map(({ nth, column }) => inCore(column, queries[Number(nth)]!.relation)));
  for (const { reads } of definitions) {
    for (const [relation, { propagation }] of Object.entries(reads)) {
      const named =
        'file' in propagation
          ? []
          : Object.values(propagation)
              .flat()
              .filter((each) => typeof each === 'string');
      for (const column of named) found.add(`${relation}.${column}`);
    }
  }
  return found;
}

/** `changed` holds the columns of the relation that changed, before and after. */
const inCore = (column: string, relation: string | undefined) =>
  column.replace(/^pg_temp_\d+\.changed_\d+\.(old|new)_/, `${relation}.`);

/** Makes `changed` with the columns of a relation that a propagation query may look at, and the key. */
const changed = (relation: string, columns: readonly string[]) =>
  `do $$ begin execute (
     select 'create temporary table changed as select true as is_new, false as is_gone, ' || string_agg(
       format('%1$I as %2$I, %1$I as %3$I', attname, 'old_' || attname, 'new_' || attname), ', '
     ) || ' from ${relation} limit 0'
     from pg_attribute left join pg_index on indrelid = attrelid and indisprimary
     where attrelid = '${relation}'::regclass and attnum > 0 and not attisdropped
       and (attnum = any (indkey) or attname = any ('{${columns.join()}}'))
   ); end $$;`;

interface Query {
  readonly name: string;
  readonly sql: string;
  /** For propagation queries: of which relation `changed` holds rows. */
  readonly relation?: string;
  /** Those of its columns, beside the key, that the definition says it reads. */
  readonly columns?: readonly string[];
}

function queriesOf({ table, reads, files }: MetricDefinition): Query[] {
  const propagations = Object.entries(reads).flatMap(([relation, { propagation, columns }]) =>
    'file' in propagation ? [{ relation, columns, file: propagation.file }] : [],
  );
  return [
    ...[...files]
      .filter(([file]) => !propagations.some((propagation) => propagation.file === file))
      .map(([file, sql]) => ({ name: `${table} ${file}`, sql })),
    ...propagations.map(({ file, ...of }) => ({ name: `${table} ${file}`, sql: files.get(file)!, ...of })),
  ];
}

function filesBelow(folder: string): Query[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [{ name: path, sql: readFileSync(path, 'utf8') }];
  });
}

/** What the engine itself looks at: key, cursor, attributes with a history, and what the sweep and the rules compare. */
export function columnsOfTheEngine({
  name,
  cursor,
  rules = [],
  hashedColumns: swept = [],
  history = [],
  columns,
}: Entity) {
  const inRules = columns
    .map(({ coreName }) => coreName)
    .filter((column) => rules.some(({ breaks }) => new RegExp(`\\b${column}\\b`).test(breaks)));
  const time = cursor.kind === 'updated' ? 'updated_at' : cursor.eventTime;
  return ['id', 'user_token', time, ...history, ...swept, ...inRules].map(
    (column) => `core.${name}.${column}`,
  );
}
