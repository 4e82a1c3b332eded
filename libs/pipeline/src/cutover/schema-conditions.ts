import { readSql } from '@acme/db';
import { v1 } from '@acme/models';
import { activeTables, loadMetricDefinitions } from '../definitions/metric-definition';
import { archivedSuffix } from '../publish/archive';
import { listed, note, notOk, ok, type Condition } from './condition';
import { quarantineNote, runConditions, tableFreshness, type CheckContext } from './freshness';

/** What speaks for and against publishing the other schema from the next run on. */
export async function schemaConditions(context: CheckContext, days: number): Promise<Condition[]> {
  const definitions = loadMetricDefinitions(context.sqlRoot);
  const daily = definitions.filter(({ slice }) => slice.kind === 'day').map(({ table }) => table);
  return [
    await parity(context, days, daily),
    ...(await runConditions(context)),
    await tableFreshness(context, [...activeTables(definitions, context.config.flags.v1Schema)]),
    ...(await disclosure(context)),
    ...(await missingInputs(context)),
    ...(await quarantineNote(context)),
    ...(await archivedTables(context)),
  ];
}

interface Gap {
  table: string;
  day: string;
  unexplained: string | null;
}

async function parity(context: CheckContext, days: number, daily: readonly string[]): Promise<Condition> {
  const { warehouse, sqlRoot, today, config } = context;
  const { flags, timeZone: zone } = config;
  const tables = v1.tables.map(({ name }) => name);
  const gaps = await warehouse.rows<Gap>(readSql(sqlRoot, 'cutover', 'parity_days.sql'), [
    tables,
    today,
    days,
    flags.v1Schema,
    flags.legacyEtl,
    zone,
    daily,
  ]);
  const name = `${days} green ${days === 1 ? 'day' : 'days'} of parity`;
  if (gaps.length === 0) return ok(name, `${tables.length} v1 tables, every complete day up to yesterday`);
  const differing = gaps.filter(({ unexplained }) => unexplained !== null);
  const missing = gaps.filter(({ unexplained }) => unexplained === null);
  return notOk(
    name,
    [
      ...(differing.length > 0
        ? [
            `unexplained differences in ${listed(differing.map((gap) => `${gap.table} on ${gap.day} (${gap.unexplained})`))}`,
          ]
        : []),
      ...(missing.length > 0 ? [`no check of ${listed(missingDays(missing, tables.length), 10, '; ')}`] : []),
    ].join('; '),
    differing.length > 0
      ? `acme-etl parity --from ${differing.map(({ day }) => day).sort()[0]} --to ${differing
          .map(({ day }) => day)
          .sort()
          .at(-1)} shows where; then run with --shadow again`
      : 'run the jobs with --shadow every night until the days are there',
  );
}

/** The days, each with the tables that lack it. */
function missingDays(gaps: readonly Gap[], tables: number): string[] {
  const days = [...new Set(gaps.map(({ day }) => day))].sort();
  return days.map((day) => {
    const lacking = gaps.filter((gap) => gap.day === day).map(({ table }) => table.split('.')[1]!);
    return `${day} (${lacking.length === tables ? 'all tables' : lacking.join(', ')})`;
  });
}

/** What V1_PII means for this flip. */
async function disclosure({ config, warehouse }: CheckContext): Promise<Condition[]> {
  const name = `V1_PII=${config.disclosure}`;
  if (config.flags.v1Schema) {
    return [
      note(
        name,
        config.disclosure === 'tokens'
          ? 'the v1 tables hold tokens; they stay as they are after the flip'
          : 'personal values stay in the v1 tables after the flip',
        config.disclosure === 'tokens' ? undefined : 'set V1_PII=tokens, then acme-etl cutover scrub',
      ),
    ];
  }
  if (config.disclosure !== 'direct')
    return [
      note(
        name,
        `from the flip on the v1 tables hold ${config.disclosure === 'tokens' ? 'tokens' : 'masks'}`,
      ),
    ];
  const { found } = await warehouse.one<{ found: boolean }>(
    "select exists (select from pg_roles where rolname = 'analytics_pii_reader') as found",
  );
  return [
    found
      ? note(name, 'from the flip on the v1 tables hold personal values, for analytics_pii_reader only')
      : notOk(
          name,
          'the role analytics_pii_reader is not there',
          'create role analytics_pii_reader, or unset V1_PII',
        ),
  ];
}

async function missingInputs({ warehouse, sqlRoot, config }: CheckContext): Promise<Condition[]> {
  const rows = await warehouse.rows<{ entity: string; columns: string | null }>(
    readSql(sqlRoot, 'cutover', 'missing_inputs.sql'),
  );
  const from = config.flags.legacyEtl ? 'legacy' : 'v2';
  return rows.map(({ entity, columns }) =>
    note(
      `not provided by the ${from} source`,
      columns ? `${entity}: ${columns}` : `${entity}, as a whole`,
      'what v2 tables make of it is NULL',
    ),
  );
}

async function archivedTables({ warehouse }: CheckContext): Promise<Condition[]> {
  const rows = await warehouse.rows<{ name: string }>(
    `select schemaname || '.' || tablename as name from pg_tables
     where schemaname = 'analytics_v1' and tablename ~ $1 order by 1`,
    [`${archivedSuffix}[0-9]*$`],
  );
  if (rows.length === 0) return [];
  return [
    note(
      'tables of the old system',
      listed(rows.map(({ name }) => name)),
      'acme-etl cutover scrub covers them; drop them when they are no longer read',
    ),
  ];
}
