import { classifyDatabaseError } from '@acme/db';
import { DataRefusedError } from '@acme/errors';
import type { Entity } from '@acme/models';
import { createTokenOf } from '@acme/pii';
import type { RunContext } from './context';
import { extractionQuery, rowsWithIds } from './extract-sql';
import { loadUnit, recordLoad } from './load-unit';
import { bury } from './merge';
import { checkStopped } from './stop';
import { addLoad, noLoad } from './summary';
import { rowHash } from './row-hash';
import { tempTable } from './temp-table';

/** Buckets compared with one query: bounds how long it runs and how much it holds. */
const bucketsPerQuery = 200;
/** Up to so many rows may vanish whatever their share. */
const toleratedDeletions = 1_000;
/** Rows read again by key in one unit. */
const repairedPerUnit = 20_000;

interface Bucket {
  bucket: string;
  rows: string;
  hash: string;
}

/**
 * Finds rows that are gone from the source, and rows that differ although their change was never seen.
 * Compares count and hash per range of ids, and lists the keys only of ranges that differ.
 */
export async function sweep(context: RunContext, entity: Entity): Promise<void> {
  const width = context.limits.sweepBucketIds;
  const bounds = await context.warehouse.one<{ first: string | null; last: string | null }>(
    `select floor(min(id)::numeric / ${width})::bigint::text as first, floor(max(id)::numeric / ${width})::bigint::text as last
     from (
       select min(id) as id from core.${entity.name}
       union all select max(id) from core.${entity.name}
       union all select min(source_id) from etl.quarantine where entity = $1
       union all select max(source_id) from etl.quarantine where entity = $1
     ) as ends`,
    [entity.name],
  );
  if (bounds.first === null || bounds.last === null) return;
  const differing: DifferingBucket[] = [];
  let first: bigint | undefined = BigInt(bounds.first);
  while (first !== undefined && first <= BigInt(bounds.last)) {
    checkStopped(context);
    await context.step(`sweep ${entity.name}`);
    const end: bigint = first + BigInt(bucketsPerQuery);
    differing.push(...(await differingBuckets(context, entity, first * BigInt(width), end * BigInt(width))));
    first = await nextBucket(context, entity, end);
  }
  await refuseMassDeletion(context, entity, differing);
  for (const { bucket } of differing) {
    checkStopped(context);
    await drillDown(context, entity, bucket);
  }
}

/**
 * The bucket that comparing goes on with: ids may leave gaps that would take for ever to walk through. The source
 * is asked only where core has nothing for a while.
 */
async function nextBucket(context: RunContext, entity: Entity, end: bigint): Promise<bigint | undefined> {
  const width = BigInt(context.limits.sweepBucketIds);
  if (end * width > highestId) return undefined;
  const { id } = await context.warehouse.one<{ id: string | null }>(
    `select min(id)::text as id from (
       select min(id) as id from core.${entity.name} where id >= $1
       union all select min(source_id) from etl.quarantine where entity = $2 and source_id >= $1
     ) as known`,
    [String(end * width), entity.name],
  );
  if (id !== null && BigInt(id) < (end + BigInt(bucketsPerQuery)) * width) return end;
  const source = `(${extractionQuery(context.sourcesFolder, entity)}\n) as source`;
  const rows = await readSource<{ id: string | null }>(
    context,
    `select min(id)::text as id from ${source} where id >= $1`,
    [end * width],
  );
  const ids = [id, rows[0]?.id ?? null].filter((each) => each !== null).map((each) => bucketOf(each, width));
  return ids.length > 0 ? ids.reduce((least, each) => (each < least ? each : least)) : undefined;
}

const highestId = 9_223_372_036_854_775_807n;

/** Rounded down, also below zero. */
function bucketOf(id: string, width: bigint): bigint {
  const value = BigInt(id);
  return value / width - (value < 0n && value % width !== 0n ? 1n : 0n);
}

/** The ids of buckets, both ends included, as far as there are such ids. */
const idsWithin = (from: bigint, to: bigint): [bigint, bigint] => [
  from < -highestId ? -highestId - 1n : from,
  to > highestId ? highestId : to - 1n,
];

interface DifferingBucket {
  readonly bucket: bigint;
  /** Rows of core that the source lacks, at least. */
  readonly missing: number;
}

/** A source that lost a large share of its rows is more likely the wrong database than a clean-up. */
async function refuseMassDeletion(
  context: RunContext,
  entity: Entity,
  differing: readonly DifferingBucket[],
): Promise<void> {
  const missing = differing.reduce((sum, bucket) => sum + bucket.missing, 0);
  if (missing <= toleratedDeletions) return;
  const { rows } = await context.warehouse.one<{ rows: string }>(
    `select count(*) as rows from core.${entity.name}`,
  );
  if (missing <= context.limits.deleteShare * Number(rows)) return;
  throw new DataRefusedError(
    `${missing} of ${rows} rows of ${entity.name} have vanished from the source, more than DELETE_LIMIT allows; none was deleted`,
    'check that the source is the right, complete database; if they were meant to go, raise DELETE_LIMIT for one run',
  );
}

/**
 * What core holds, and what it would hold if the quarantined rows were sound: their version is the one
 * last read.
 */
function knownRows(entity: Entity): string {
  return `select present.id, ${rowHash(entity)} as hash from core.${entity.name} as present
    left join (select source_id from etl.quarantine where entity = '${entity.name}') as refused on refused.source_id = present.id
    where refused.source_id is null
    union all
    select source_id, row_hash from etl.quarantine where entity = '${entity.name}'`;
}

const sourceRows = (context: RunContext, entity: Entity) =>
  `select id, ${rowHash(entity)} as hash from (${extractionQuery(context.sourcesFolder, entity)}\n) as source`;

async function differingBuckets(
  context: RunContext,
  entity: Entity,
  from: bigint,
  to: bigint,
): Promise<DifferingBucket[]> {
  const width = context.limits.sweepBucketIds;
  const compare = (rows: string) =>
    `select floor(id::numeric / ${width})::bigint::text as bucket, count(*)::text as rows, sum(hash::numeric)::text as hash
     from (${rows}) as known where id >= $1 and id <= $2 group by 1`;
  const range = idsWithin(from, to);
  const inSource = await readSource<Bucket>(context, compare(sourceRows(context, entity)), range);
  const inCore = await context.warehouse.rows<Bucket>(compare(knownRows(entity)), range.map(String));
  const source = new Map(inSource.map((row) => [row.bucket, row]));
  const core = new Map(inCore.map((row) => [row.bucket, row]));
  return [...new Set([...source.keys(), ...core.keys()])]
    .filter(
      (bucket) =>
        source.get(bucket)?.rows !== core.get(bucket)?.rows ||
        source.get(bucket)?.hash !== core.get(bucket)?.hash,
    )
    .map((bucket) => ({
      bucket: BigInt(bucket),
      missing: Math.max(0, Number(core.get(bucket)?.rows ?? 0) - Number(source.get(bucket)?.rows ?? 0)),
    }));
}

async function drillDown(context: RunContext, entity: Entity, bucket: bigint): Promise<void> {
  const width = BigInt(context.limits.sweepBucketIds);
  const range = idsWithin(bucket * width, (bucket + 1n) * width);
  const list = (rows: string) =>
    `select id::text, hash::text from (${rows}) as known where id >= $1 and id <= $2`;
  const source = new Map(
    (await readSource<{ id: string; hash: string }>(context, list(sourceRows(context, entity)), range)).map(
      (row) => [row.id, row.hash],
    ),
  );
  const core = new Map(
    (
      await context.warehouse.rows<{ id: string; hash: string }>(list(knownRows(entity)), range.map(String))
    ).map((row) => [row.id, row.hash]),
  );
  const gone = [...core.keys()].filter((id) => !source.has(id));
  const differing = [...source].filter(([id, hash]) => core.get(id) !== hash).map(([id]) => id);
  if (gone.length > 0) await buryIds(context, entity, gone);
  for (let start = 0; start < differing.length; start += repairedPerUnit) {
    await loadUnit(context, entity, 'repair', rowsWithIds(differing.slice(start, start + repairedPerUnit)));
  }
}

export async function buryIds(context: RunContext, entity: Entity, ids: readonly string[]): Promise<void> {
  const { warehouse } = context;
  const counts = noLoad();
  await warehouse.unit(async () => {
    await tempTable(warehouse, 'gone', '(id bigint)');
    await warehouse.query('insert into gone select unnest($1::bigint[])', [ids]);
    counts.deleted = await bury(context, entity);
    if (entity.history) await forgetHistory(context, entity, ids);
    await warehouse.query('delete from etl.quarantine using gone where entity = $1 and source_id = gone.id', [
      entity.name,
    ]);
    await recordLoad(context, entity, 'sweep', counts);
  });
  addLoad(context.summary, entity.name, counts);
}

/**
 * The history goes with the account, and also with one that was in quarantine, of which core has nothing
 * but its history: a deleted account must leave no trace of its person. The key of an entity with a history
 * is the user's.
 */
async function forgetHistory(context: RunContext, entity: Entity, ids: readonly string[]): Promise<void> {
  const tokenOf = createTokenOf(context.keyring, 'user', 'exact');
  await context.warehouse.query(`delete from core.${entity.name}_history where user_token = any ($1)`, [
    ids.map(tokenOf),
  ]);
}

async function readSource<R extends object>(
  context: RunContext,
  sql: string,
  values: readonly bigint[],
): Promise<R[]> {
  try {
    return (await context.source.query(sql, values.map(String))).rows as R[];
  } catch (error) {
    throw classifyDatabaseError(error, context.job.service);
  }
}
