import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { findSqlRoot } from '@acme/db';
import { readDefinitionFile, type MetricDefinition, type Path } from '@acme/pipeline';

const value = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
const row = z.record(z.string(), value);
const relation = z.string().regex(/^[a-z_0-9]+\.[a-z_0-9]+$/, 'name schema and table');
const day = z.iso.date();
const about = {
  /** The IANA zone of day boundaries; absent: UTC. */
  zone: z.string().optional(),
  /** The logical now, an ISO instant with its offset; absent: 2026-11-20T06:00:00Z. */
  now: z.iso.datetime({ offset: true }).optional(),
};

const fileSchema = z.strictObject({
  ...about,
  /** Values of columns that rows of a relation do not give. */
  defaults: z.record(relation, row).optional(),
  cases: z
    .array(
      z.strictObject({
        ...about,
        /** What the case shows, as a sentence. */
        name: z.string(),
        /** Rows of the facts and tables that the definition reads. */
        given: z.record(relation, z.array(row)).optional(),
        /** Columns of core that the source cannot tell, as `core.payments.failure_code`. */
        unavailable: z.array(z.string().regex(/^core\.[a-z_]+\.[a-z_]+$/)).optional(),
        /** First and last day that are computed; absent: all that the given rows reach. */
        days: z.tuple([day, day]).optional(),
        /** The rows that the definition makes of it, in any order; columns that no row names are not compared. */
        expect: z.array(row),
      }),
    )
    .min(1),
});

export type Row = z.infer<typeof row>;

/** A case of a metric table: what is given, and which rows are expected of it. */
export interface Case {
  readonly name: string;
  readonly definition: MetricDefinition;
  readonly zone: string;
  readonly now: string;
  readonly given: Readonly<Record<string, readonly Row[]>>;
  readonly defaults: Readonly<Record<string, Row>>;
  readonly unavailable: readonly string[];
  readonly days?: { readonly from: string; readonly to: string };
  readonly expect: readonly Row[];
  /** `file:line` of a part of the case, for messages. */
  readonly place: (path: Path) => string;
}

/**
 * The cases beside a definition, in `tests/*.yaml`; none where there is no such folder.
 * @throws DefinitionError naming file and line of what breaks the schema
 */
export function loadCases(definition: MetricDefinition, sqlRoot: string = findSqlRoot()): Case[] {
  return caseFiles(definition, sqlRoot).flatMap((name) => {
    const shown = definition.shownFile(`tests/${name}`);
    const file = readDefinitionFile(join(dirname(sqlRoot), shown), shown, fileSchema);
    return file.data.cases.map((one, nth) => ({
      name: one.name,
      definition,
      zone: one.zone ?? file.data.zone ?? 'UTC',
      now: one.now ?? file.data.now ?? '2026-11-20T06:00:00Z',
      given: one.given ?? {},
      defaults: file.data.defaults ?? {},
      unavailable: one.unavailable ?? [],
      ...(one.days ? { days: { from: one.days[0], to: one.days[1] } } : {}),
      expect: one.expect,
      place: (path: Path) => file.place(['cases', nth, ...path]),
    }));
  });
}

function caseFiles(definition: MetricDefinition, sqlRoot: string): string[] {
  const folder = join(dirname(sqlRoot), definition.shownFile(''));
  if (!readdirSync(folder).includes('tests')) return [];
  return readdirSync(join(folder, 'tests'))
    .filter((name) => name.endsWith('.yaml'))
    .sort();
}
