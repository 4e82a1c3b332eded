import { ConfigurationError } from '@acme/errors';
import { lockMarks } from './lock-marks';
import type { SourceContext } from '../context/load-context';
import type { RunBase } from '../context/run-base';
import { coreNames } from '../definitions/generation';
import { engineSql } from '../sql/engine-sql';
import type { MetricDefinition } from '../definitions/metric-definition';

const rotate =
  'restore the key it was filled with, or load everything again under the new one: acme-etl run all --full-refresh';

/** Tokens of two keys would meet in a table (exit 78). */
export class MixedKeysError extends ConfigurationError {}

/**
 * Refuses to mix tokens of two keys, before anything is read or emptied: the warehouse keeps a fingerprint of
 * the key that each entity was filled with. With --full-refresh the job's facts are emptied first, in one transaction,
 * and loaded under the new key; but not when some table reads them together with facts of a job that does not come
 * along.
 * @throws ConfigurationError
 */
export async function checkKey(context: SourceContext): Promise<void> {
  const { warehouse, job, keyring, definitions } = context;
  const others = await warehouse.rows<{ entity: string }>(
    'select entity from etl.watermarks where key_check <> $1 order by entity',
    [keyring.checkValue],
  );
  if (others.length === 0) return;
  const own = new Set(coreNames(job));
  const ours = others.filter(({ entity }) => own.has(entity));
  if (ours.length > 0 && !context.fullRefresh)
    throw new ConfigurationError('the PII key is not the one the warehouse was filled with', rotate);
  const left = new Set(
    others
      .map(({ entity }) => entity)
      .filter((entity) => !own.has(entity) && !(context.fullRefresh && context.companions.has(entity))),
  );
  const facts = factsBehind(definitions);
  const meeting = definitions.find(
    ({ table }) => meets(facts.get(table)!, own) && meets(facts.get(table)!, left),
  );
  if (meeting) {
    const names = [...left].join(', ');
    throw new MixedKeysError(
      `${meeting.table} would mix tokens of two PII keys: ${names} ${left.size > 1 ? 'are' : 'is'} filled under another one than ${keyring.version} is now; nothing was written`,
      rotate,
    );
  }
  if (ours.length > 0) await emptyFacts(context);
}

/**
 * Empties the facts of the job. The ledger keeps that they are being loaded, under which key, so that no job takes
 * them for complete: one that publishes has done so before, or sees this.
 */
async function emptyFacts(context: SourceContext): Promise<void> {
  const { warehouse, job, keyring } = context;
  const entities = coreNames(job);
  context.log.warn('the PII key changed: facts are loaded again under the new key');
  await warehouse.transaction(async () => {
    await lockMarks(context, 'exclusive');
    for (const entity of entities) await warehouse.query(`delete from core.${entity}`);
    for (const { name, history } of job.entities)
      if (history) await warehouse.query(`delete from core.${name}_history`);
    await warehouse.query('delete from etl.future_rows where entity = any ($1)', [entities]);
    await warehouse.query(engineSql('staleness', 'reset_watermarks'), [entities, keyring.checkValue]);
  });
}

/**
 * Part of the transaction that publishes a table: all that it is made of must be of the run's key, the facts as well as
 * the tables in between. @throws MixedKeysError
 */
export async function refuseMixedKeys(context: RunBase, definition: MetricDefinition): Promise<void> {
  const facts = [...factsBehind(context.definitions).get(definition.table)!];
  // Chosen days leave the other slices as they are.
  const tables = [...Object.keys(definition.reads), ...(context.days ? [definition.table] : [])];
  const others = await context.warehouse.rows<{ name: string }>(
    engineSql('staleness', 'relations_of_other_keys'),
    [facts, tables, context.keyring.checkValue],
  );
  if (others.length === 0) return;
  throw new MixedKeysError(
    `${definition.table} was not recomputed: it would mix tokens of two PII keys, for ${others.map(({ name }) => name).join(', ')} ${others.length > 1 ? 'have' : 'has'} those of another one`,
    rotate,
  );
}

/** The entities that each table is made of in the end, tables in between followed through. */
export function factsBehind(definitions: readonly MetricDefinition[]): Map<string, Set<string>> {
  const facts = new Map<string, Set<string>>();
  // They come in dependency order.
  for (const { table, reads } of definitions) {
    const found = Object.keys(reads).flatMap((relation) => [
      ...(facts.get(relation) ?? [relation.replace(/^core\./, '')]),
    ]);
    facts.set(table, new Set(found));
  }
  return facts;
}

const meets = (some: ReadonlySet<string>, others: ReadonlySet<string>): boolean =>
  [...some].some((each) => others.has(each));
