import type { Config } from '@acme/config';

/** One thing to do, in order. */
export interface Step {
  readonly what: string;
  /** To be typed as it stands. */
  readonly command?: string;
}

const everywhere = 'in the environment of every job: the shell, .env, or the ConfigMap';

/** How to publish the other schema, and how to go back. */
export function schemaSteps({ flags, disclosure }: Config): Step[] {
  const [from, to] = flags.v1Schema ? ['v1', 'v2'] : ['v2', 'v1'];
  const setting = `ENABLE_V1_SCHEMA=${!flags.v1Schema}`;
  const schema = to === 'v1' ? 'analytics_v1' : 'analytics';
  return [
    { what: `set ${setting} ${everywhere}` },
    {
      what: `publish the ${to} tables; the first run computes them from their beginning`,
      command: `${setting} acme-etl run all`,
    },
    { what: "check: every table is computed for the run's now", command: `${setting} acme-etl status` },
    {
      what: `check: both schemas agree, the ${from} tables now being computed for the comparison`,
      command: `${setting} acme-etl parity`,
    },
    {
      what: `let readers select the ${to} tables (their role for PUBLIC)`,
      command: `grant usage on schema ${schema} to READERS; grant select on all tables in schema ${schema} to READERS`,
    },
    ...(from === 'v1' && disclosure !== 'tokens'
      ? [
          {
            what: 'take personal values out of the v1 tables that stay',
            command: 'V1_PII=tokens acme-etl cutover scrub',
          },
        ]
      : []),
    {
      what: `the way back: set ENABLE_V1_SCHEMA=${flags.v1Schema} again; the ${from} tables stay, and the run brings them up to date`,
      command: `ENABLE_V1_SCHEMA=${flags.v1Schema} acme-etl run all`,
    },
  ];
}

/** How to read facts from the other source tables, and how to go back. */
export function etlSteps({ flags, sourcesSqlDir }: Config): Step[] {
  const setting = `ENABLE_LEGACY_ETL=${!flags.legacyEtl}`;
  return [
    {
      what: 'rehearse: read everything from the other tables, show what would change, write nothing',
      command: `${setting} acme-etl run all --dry-run`,
    },
    { what: `set ${setting} ${everywhere}` },
    ...(sourcesSqlDir
      ? [{ what: 'unset SOURCES_SQL_DIR, or name a folder of queries for the other tables' }]
      : []),
    {
      what: 'read everything again from the other tables; rows that say the same are not written',
      command: `${setting} acme-etl run all`,
    },
    { what: 'check: the warehouse is what the other tables say', command: `${setting} acme-etl reconcile` },
    { what: 'check: both schemas agree', command: `${setting} acme-etl parity` },
    {
      what: `the way back: set ENABLE_LEGACY_ETL=${flags.legacyEtl} again; the run reads everything from the tables of before`,
      command: `ENABLE_LEGACY_ETL=${flags.legacyEtl} acme-etl run all`,
    },
  ];
}
