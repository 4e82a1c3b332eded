import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { readSql } from '@acme/db';
import { DefinitionError } from './definition-error';
import { definitionSchema, type DefinitionData } from './definition-schema';
import { readDefinitionFile, type Path } from './definition-file';

/** Below sql/metrics, beside the domains: files that tables of several domains, or of both schemas, name. */
const sharedFolder = 'shared';
/** Beside a definition: given and expected rows, for tests. No run reads them, no image has them. */
const casesFolder = 'tests';

/** A metric table: its definition with the texts of its SQL files. */
export interface MetricDefinition extends DefinitionData {
  /** Name of the folder it lies in below sql/metrics, or sql/metrics/v1: the domain, and so the job that owns it. */
  readonly domain: string;
  /** `intermediate`: read by other tables, published whatever the flags say. */
  readonly generation: 'v1' | 'v2' | 'intermediate';
  readonly query: string;
  readonly rangeQuery?: string;
  /** Texts of the definition's SQL files by name. */
  readonly files: ReadonlyMap<string, string>;
  /** Where in the project a file of the definition lies, for messages. */
  readonly shownFile: (file: string) => string;
  /** `file:line` of a part of definition.yaml, for messages. */
  readonly place: (path: Path) => string;
  /** Changes whenever anything does that decides what rows it has: the published rows are then recomputed. */
  readonly fingerprint: string;
}

/**
 * Reads every definition below sql/metrics, in an order in which each comes after what it reads.
 * @throws DefinitionError naming file and line of a definition that breaks its schema
 */
export function loadMetricDefinitions(sqlRoot: string): MetricDefinition[] {
  const root = join(sqlRoot, 'metrics');
  const definitions = [
    ...folders(root).flatMap((domain) =>
      [sharedFolder, 'v1'].includes(domain) ? [] : loadDomain(join(root, domain), domain, sqlRoot),
    ),
    ...folders(join(root, 'v1')).flatMap((domain) => loadDomain(join(root, 'v1', domain), domain, sqlRoot)),
  ];
  return dependencyOrder(definitions);
}

/** The tables that are published: of the two schemas the one that the flag names, and the intermediate ones. */
export const activeTables = (
  definitions: readonly MetricDefinition[],
  v1Schema: boolean,
): ReadonlySet<string> =>
  new Set(
    definitions
      .filter(({ generation }) => generation === 'intermediate' || generation === (v1Schema ? 'v1' : 'v2'))
      .map(({ table }) => table),
  );

const folders = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : [];

/** Where a file lies that a definition in `folder` names. */
const pathOf = (sqlRoot: string, folder: string, file: string): string =>
  file.startsWith(`${sharedFolder}/`) ? join(sqlRoot, 'metrics', file) : join(folder, file);

const loadDomain = (folder: string, domain: string, sqlRoot: string) =>
  folders(folder).map((name) => loadDefinition(join(folder, name), domain, sqlRoot));

const generationOfSchema: Record<string, MetricDefinition['generation']> = {
  analytics_v1: 'v1',
  analytics: 'v2',
  core: 'intermediate',
};

function loadDefinition(folder: string, domain: string, sqlRoot: string): MetricDefinition {
  const shownFile = (file: string) =>
    relative(dirname(sqlRoot), pathOf(sqlRoot, folder, file)).replaceAll('\\', '/');
  const yaml = 'definition.yaml';
  const { data: definition, place } = readDefinitionFile(
    join(folder, yaml),
    shownFile(yaml),
    definitionSchema,
  );
  const generation = generationOfSchema[definition.table.split('.')[0]!];
  if (!generation)
    throw new DefinitionError(place(['table']), `no such schema as that of ${definition.table}`);
  const named: [string, Path][] = [
    ...definition.grain.map((column, nth): [string, Path] => [column, ['grain', nth]]),
    [definition.slice.column, ['slice', 'column']],
    ...(definition.indexes ?? []).flatMap((index, nth) =>
      index.map((column): [string, Path] => [column, ['indexes', nth]]),
    ),
  ];
  for (const [column, path] of named)
    if (!definition.columns[column]) throw new DefinitionError(place(path), `no column ${column}`);
  const files = readFiles((file) => pathOf(sqlRoot, folder, file), definition, place);
  const unused = readdirSync(folder).filter(
    (file) => ![yaml, casesFolder].includes(file) && !files.has(file),
  );
  if (unused.length > 0) throw new DefinitionError(shownFile(yaml), `does not name ${unused.join(', ')}`);
  return {
    ...definition,
    domain,
    generation,
    query: files.get('query.sql')!,
    ...(definition.range ? { rangeQuery: files.get(definition.range)! } : {}),
    files,
    shownFile,
    place,
    fingerprint: fingerprintOf(definition, files),
  };
}

/** Of all but the words about it. */
function fingerprintOf(
  { description: _, owner: __, columns, ...rest }: DefinitionData,
  files: ReadonlyMap<string, string>,
): string {
  const types = Object.entries(columns).map(([column, { type }]) => [column, type]);
  return createHash('sha256')
    .update(JSON.stringify([rest, types, [...files]]))
    .digest('hex')
    .slice(0, 32);
}

/** The SQL files that a definition names, by name. */
function readFiles(
  locate: (file: string) => string,
  definition: DefinitionData,
  place: (path: Path) => string,
): Map<string, string> {
  const named: [string | undefined, Path][] = [
    ['query.sql', []],
    [definition.range, ['range']],
    [definition.matures?.file, ['matures', 'file']],
    ...Object.entries(definition.reads).map(([relation, { propagation }]): [string | undefined, Path] => [
      'file' in propagation ? propagation.file : undefined,
      ['reads', relation, 'propagation', 'file'],
    ]),
  ];
  const files = new Map<string, string>();
  for (const [file, path] of named) {
    if (!file) continue;
    if (!existsSync(locate(file))) throw new DefinitionError(place(path), `there is no file ${file}`);
    files.set(file, readSql(locate(file)));
  }
  return files;
}

function dependencyOrder(definitions: MetricDefinition[]): MetricDefinition[] {
  const byTable = new Map(definitions.map((definition) => [definition.table, definition]));
  const ordered = new Set<MetricDefinition>();
  const visit = (definition: MetricDefinition, path: readonly string[]): void => {
    if (path.includes(definition.table))
      throw new DefinitionError(
        definition.place(['reads']),
        `metric tables read each other: ${[...path, definition.table].join(' → ')}`,
      );
    for (const relation of Object.keys(definition.reads)) {
      const read = byTable.get(relation);
      if (read) visit(read, [...path, definition.table]);
    }
    ordered.add(definition);
  };
  for (const definition of definitions) visit(definition, []);
  return [...ordered];
}
