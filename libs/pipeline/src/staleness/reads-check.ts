import { type Session } from '@acme/db';
import { changedShape } from './all-changes';
import { columnsRead } from './columns-read';
import type { RunBase } from '../context/run-base';
import { DefinitionError } from '../definitions/definition-error';
import { engineSql } from '../sql/engine-sql';
import { dropScratch, ensureScratch } from '../sql/scratch';
import type { MetricDefinition } from '../definitions/metric-definition';

/** What PostgreSQL says a file reads: relations with their columns, and functions that are not immutable. */
export interface FileReads {
  readonly file: string;
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
  readonly functions: readonly string[];
  /** A row is used as one value somewhere: the columns it is made of cannot be seen. */
  readonly wholeRow: boolean;
}

/** What is not written in `reads`, because the engine itself sees to its changes. */
const seenToElsewhere = new Set(['etl.unavailable_columns', 'etl.absent_entities', 'core.vocabulary']);
/** Functions that read tables, all of them among those above. */
const knownFunctions = new Set(['core.is_available', 'core.v1_word', 'core.v2_word']);

/**
 * Holds what a definition declares against what PostgreSQL says its files read: each is made a temporary view, whose
 * dependencies the server records. What it reads must exist. For the beginning of a publication, before its stale
 * slices are collected.
 * @throws DefinitionError naming files, relations and columns that are read and not declared
 */
export async function checkReads(
  context: Pick<RunBase, 'warehouse' | 'definitions'>,
  definition: MetricDefinition,
): Promise<void> {
  const mistakes: string[] = [];
  const missing: string[] = [];
  for (const reads of await fileReads(context, definition)) {
    const found = undeclared(definition, reads, context.definitions);
    mistakes.push(...found);
    if (found.length > 0) missing.push(reads.file);
  }
  if (mistakes.length > 0)
    throw new DefinitionError(
      definition.shownFile(missing[0]!),
      `${definition.table} reads what its definition does not declare, so that changes of it would go unseen: ${mistakes.join('; ')}`,
    );
}

/** What each file of a definition reads. */
export async function fileReads(
  context: Pick<RunBase, 'warehouse' | 'definitions'>,
  definition: MetricDefinition,
): Promise<FileReads[]> {
  const { warehouse } = context;
  for (const name of inputs) await ensureScratch(warehouse, name);
  const found: FileReads[] = [];
  const reachFiles = new Map(
    Object.entries(definition.reads).flatMap(([relation, { propagation }]): [string, string][] =>
      'file' in propagation ? [[`${relation} ${propagation.file}`, propagation.file]] : [],
    ),
  );
  for (const [file, text] of definition.files) {
    const relations = [...reachFiles].filter(([, name]) => name === file).map(([key]) => key.split(' ')[0]!);
    if (relations.length === 0) found.push(await dependencies(warehouse, file, text));
    for (const relation of relations) {
      const changed = await changedShape(warehouse, relation, columnsRead(context.definitions, relation));
      const reads = await dependencies(warehouse, file, text);
      found.push({ ...reads, columns: asOf(relation, reads.columns) });
      await dropScratch(warehouse, changed);
    }
  }
  return found;
}

/** What a propagation query takes from `changed` it reads of the relation that changed. */
function asOf(relation: string, columns: FileReads['columns']): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map(columns);
  const changed = [...(all.get('changed') ?? [])].flatMap(
    (name) => /^(?:old|new)_(.+)$/.exec(name)?.[1] ?? [],
  );
  all.delete('changed');
  all.set(relation, new Set([...(all.get(relation) ?? []), ...changed]));
  return all;
}

/** What the engine makes for a definition's files. */
const inputs = ['stale_days', 'stale_months', 'stale_keys', 'maturing', 'this_run'] as const;

async function dependencies(warehouse: Session, file: string, text: string): Promise<FileReads> {
  await warehouse.query(`create temporary view reads_check as select 1 as one from (${text}\n) as query`);
  const rows = await warehouse.rows<{ relation: string; column_name: string | null }>(
    engineSql('staleness', 'columns_of_view'),
  );
  const { functions, whole } = await warehouse.one<{ functions: string[]; whole: boolean }>(
    engineSql('staleness', 'functions_of_view'),
  );
  await warehouse.query('drop view pg_temp.reads_check');
  const columns = new Map<string, Set<string>>();
  for (const { relation, column_name: column } of rows) {
    if (!columns.has(relation)) columns.set(relation, new Set());
    if (column !== null) columns.get(relation)!.add(column);
  }
  for (const name of inputs) columns.delete(name);
  return { file, columns, functions, wholeRow: whole };
}

/** What a file reads that `reads` does not name, in words. */
export function undeclared(
  definition: MetricDefinition,
  reads: FileReads,
  definitions: readonly MetricDefinition[],
): string[] {
  const mistakes: string[] = [];
  const isQuery = reads.file === 'query.sql';
  const behind = readBehind(definition, definitions);
  for (const [relation, columns] of reads.columns) {
    if (seenToElsewhere.has(relation) || relation === definition.table) continue;
    const history = /^(core\.\w+)_history$/.exec(relation)?.[1];
    const declared = definition.reads[history ?? relation];
    if (!declared) {
      // The other files are asked anew by each run; what they look up only has to be there by then.
      if (isQuery || !behind.has(history ?? relation)) mistakes.push(`${reads.file} reads ${relation}`);
    } else if (isQuery) {
      const exempt =
        history === undefined
          ? neverChanging(relation, definitions)
          : [...historyKeys, ...neverChanging(history, definitions)];
      const lacking = [...columns].filter(
        (name) => !declared.columns.includes(name) && !exempt.includes(name),
      );
      if (lacking.length > 0) mistakes.push(`${reads.file} reads ${lacking.join(', ')} of ${relation}`);
    }
  }
  for (const name of reads.functions.filter((one) => !knownFunctions.has(one)))
    mistakes.push(`${reads.file} calls ${name}, and what that reads cannot be seen`);
  if (reads.wholeRow) mistakes.push(`${reads.file} uses a row as one value: name the columns`);
  return mistakes;
}

/** What makes a row the row it is: one that comes or goes is carried on in any case. */
const neverChanging = (relation: string, definitions: readonly MetricDefinition[]): readonly string[] =>
  definitions.find(({ table }) => table === relation)?.grain ??
  // The token of an account is made of its id; that of an order's user is not made of the order's.
  (relation === 'core.users' ? ['id', 'user_token'] : ['id']);

/** The relations that a definition's own are made of, and themselves. */
function readBehind(definition: MetricDefinition, definitions: readonly MetricDefinition[]): Set<string> {
  const found = new Set<string>();
  const visit = (reads: MetricDefinition['reads']) => {
    for (const relation of Object.keys(reads)) {
      if (found.has(relation)) continue;
      found.add(relation);
      visit(definitions.find(({ table }) => table === relation)?.reads ?? {});
    }
  };
  visit(definition.reads);
  return found;
}

/** When a value of the history holds from: it comes with the value. */
const historyKeys = ['valid_from', 'generation'];
