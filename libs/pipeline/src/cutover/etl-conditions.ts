import { join } from 'node:path';
import { classifyDatabaseError, openSource, type SourceSession } from '@acme/db';
import { AccessDeniedError, DatabaseUnavailableError } from '@acme/errors';
import type { Entity } from '@acme/models';
import { extractionQuery } from '../sql/extract-sql';
import {
  coreNames,
  entitiesOf,
  generationOf,
  withChildren,
  type Generation,
} from '../definitions/generation';
import type { Job } from '../definitions/job';
import { activeTables, loadMetricDefinitions } from '../definitions/metric-definition';
import { sourceDifferences } from '../source/source-differences';
import { listed, note, notOk, ok, type Condition } from './condition';
import { quarantineNote, runConditions, tableFreshness, type CheckContext } from './freshness';
import { isThere, sourceExtent, type SourceExtent } from './source-extent';

/** The other generation may have fewer rows by this share, and by this many rows, of what the present one has. */
const rowTolerance = { share: 0.001, rows: 10 };
const dayMs = 86_400_000;

const otherThan = (generation: Generation): Generation => (generation === 'legacy' ? 'v2' : 'legacy');

/** What speaks for and against reading facts from the other generation of source tables from the next run on. */
export async function etlConditions(context: CheckContext): Promise<Condition[]> {
  const { config, sqlRoot, jobs } = context;
  const found: Condition[] = [];
  for (const job of jobs) found.push(...(await sourceConditions(context, job)));
  if (config.sourcesSqlDir) {
    found.push(
      note(
        'SOURCES_SQL_DIR',
        'is set; the other generation was looked at with the built-in queries',
        'with the flip unset it, or name a folder of queries for the other generation',
      ),
    );
  }
  if (config.flags.v1Schema && config.disclosure !== 'tokens') {
    found.push(
      note(`V1_PII=${config.disclosure}`, 'what v1 tables show of persons comes from the other tables then'),
    );
  }
  const definitions = loadMetricDefinitions(sqlRoot);
  return [
    ...found,
    ...(await runConditions(context)),
    await tableFreshness(context, [...activeTables(definitions, config.flags.v1Schema)]),
    ...(await quarantineNote(context)),
  ];
}

async function sourceConditions(context: CheckContext, job: Job): Promise<Condition[]> {
  const { config } = context;
  let source: SourceSession | undefined;
  try {
    source = await openSource(config, job.service, { applicationName: 'acme-etl cutover check' });
    return await compareGenerations(context, job, source);
  } catch (error) {
    const failure = classifyDatabaseError(error, job.service);
    if (!(failure instanceof AccessDeniedError || failure instanceof DatabaseUnavailableError)) throw failure;
    return [notOk(`${job.service} database`, failure.message, failure.instruction)];
  } finally {
    await source?.end();
  }
}

async function compareGenerations(
  context: CheckContext,
  job: Job,
  source: SourceSession,
): Promise<Condition[]> {
  const { config, sqlRoot } = context;
  const present = generationOf(config);
  const other = otherThan(present);
  const folder = join(sqlRoot, 'sources', other);
  const presentFolder = config.sourcesSqlDir ?? join(sqlRoot, 'sources', present);
  const found: Condition[] = [];
  const comparable: { entity: Entity; counterpart: Entity | undefined }[] = [];
  for (const entity of entitiesOf(job, other)) {
    const counterpart = entitiesOf(job, present).find((each) => each.name === entity.name);
    const wrong =
      (await structure(source, job, other, folder, entity)) ??
      (counterpart && (await structure(source, job, present, presentFolder, counterpart)));
    if (wrong) found.push(wrong);
    else comparable.push({ entity, counterpart });
  }
  // Both sides are counted at one instant.
  await source.unit(async () => {
    for (const { entity, counterpart } of comparable) {
      const name = `${other} ${entity.name}`;
      const extent = await sourceExtent(source, extractionQuery(folder, entity), entity, context.now);
      if (!counterpart) {
        found.push(note(name, `${extentText(extent)}; the ${present} source has no such table`));
        continue;
      }
      const query = extractionQuery(presentFolder, counterpart);
      found.push(judge(name, extent, await sourceExtent(source, query, counterpart, context.now), present));
    }
  });
  return [...found, ...unavailable(job, other)];
}

/** What is wrong with the tables of an entity, if anything is. */
async function structure(
  source: SourceSession,
  job: Job,
  generation: Generation,
  folder: string,
  entity: Entity,
): Promise<Condition | undefined> {
  const name = `${generation} ${entity.name}`;
  const query = extractionQuery(folder, entity);
  if (entity.optional && !(await isThere(source, query)))
    return note(name, 'the source has no such table', 'what depends on it is NULL after the flip');
  const differences = await sourceDifferences(source, job.service, query, entity.sourceShape ?? entity);
  if (differences.length === 0) return undefined;
  return notOk(name, listed(differences), 'create or mend the tables, then check again');
}

function judge(name: string, other: SourceExtent, present: SourceExtent, generation: Generation): Condition {
  const lacking = present.rows - other.rows;
  const behindMs = present.newest ? Date.parse(present.newest) - Date.parse(other.newest ?? '1970-01-01') : 0;
  const texts = `${extentText(other)}; ${generation}: ${extentText(present)}`;
  const tolerated = Math.max(rowTolerance.rows, Math.ceil(present.rows * rowTolerance.share));
  const lags = [
    ...(lacking > tolerated ? [`${lacking} rows fewer (${tolerated} are tolerated)`] : []),
    ...(behindMs > dayMs
      ? [other.newest ? `${(behindMs / dayMs).toFixed(1)} days behind` : 'nothing in it']
      : []),
  ];
  return lags.length === 0
    ? ok(name, texts)
    : notOk(
        name,
        `${lags.join(', ')}: ${texts}`,
        'let the service fill its tables of both generations, then check again',
      );
}

const extentText = ({ rows, newest, lastId }: SourceExtent): string =>
  `${rows} rows, newest ${newest ? newest.slice(0, 19).replace('T', ' ') : 'none'}, last id ${lastId ?? 'none'}`;

/** What the other generation cannot tell. */
function unavailable(job: Job, other: Generation): Condition[] {
  const there = withChildren(entitiesOf(job, other));
  const absent = coreNames(job).filter((name) => !there.some((entity) => entity.name === name));
  return [
    ...absent.map((name) =>
      note(`${other} ${name}`, 'there is no such table', 'what depends on it is NULL after the flip'),
    ),
    ...there
      .filter(({ unavailable: columns = [] }) => columns.length > 0)
      .map(({ name, unavailable: columns = [] }) =>
        note(
          `${other} ${name} cannot tell`,
          columns.join(', '),
          'what depends on them is NULL after the flip',
        ),
      ),
  ];
}
