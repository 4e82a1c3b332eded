import type { Entity, EmbeddedChild } from '@acme/models';
import { tombstoneIds } from '../sweep/tombstone-ids';
import type { LoadContext } from '../context/load-context';
import { engineSql } from '../sql/engine-sql';
import { extractionQuery } from '../sql/extract-sql';
import type { Job } from '../definitions/job';
import { deleteRows, idsToDelete } from '../load/delete-rows';
import { loadIds } from '../load/load-entity';
import { readCore, readSource, type Compared } from './reconcile-read';
import { bucketDigests, bucketOf, type BucketDigest } from '../sql/row-digest';
import { withRun } from '../run/run-job';
import type { RunOptions } from '../run/run-options';
import { prepare } from '../run/execute-run';
import { checkStopped } from '../context/stop';
import { readWatermark } from '../source/watermark';

/** How one entity's source rows and core rows compare. Keys only, never values. */
export interface EntityComparison {
  readonly entity: string;
  readonly sourceRows: number;
  readonly coreRows: number;
  readonly buckets: number;
  readonly differingBuckets: number;
  /** Keys of source rows that core lacks. */
  readonly missing: readonly string[];
  /** Keys of core rows that the source lacks, or that core has twice. */
  readonly extra: readonly string[];
  /** Keys of rows that differ in some column. */
  readonly altered: readonly string[];
  /** Rows that changed in the source since the last run, which has yet to load them. */
  readonly waiting: number;
  /** Rows that are in quarantine. */
  readonly quarantined: number;
}

/**
 * Compares every row of the job's entities with its source row, tokenised like when loading, by keyed hash
 * per bucket of ids, and lists the keys where a bucket differs. With `repair`, rows that differ are loaded
 * again, and rows that have no business in core are taken out; the slices they reach are marked.
 */
export async function reconcileJob(
  job: Job,
  options: RunOptions & { readonly repair: boolean },
): Promise<EntityComparison[]> {
  const comparisons: EntityComparison[] = [];
  const { repair } = options;
  await withRun(job, { ...options, arguments: { ...options.arguments, dryRun: !repair } }, async (run) => {
    const context = await prepare(run);
    for (const entity of context.entities) {
      checkStopped(context);
      const comparison = await compare(context, { entity, source: entity });
      comparisons.push(comparison);
      if (repair) await repairEntity(context, entity, comparison);
      for (const child of entity.children ?? []) {
        const found = await compare(context, { entity: child.entity, source: entity, child });
        comparisons.push(found);
        if (repair) await repairChildren(context, entity, child, found);
      }
    }
  });
  return comparisons;
}

async function compare(context: LoadContext, compared: Compared): Promise<EntityComparison> {
  const { entity } = compared;
  await context.step(`compare ${entity.name}`);
  const width = context.limits.sweepBucketIds;
  const source = bucketDigests(width);
  const core = bucketDigests(width);
  const refused = await readSource(context, compared, source.add);
  await readCore(context, entity, core.add);
  const all = new Set([...source.buckets.keys(), ...core.buckets.keys()]);
  const differing = new Set(
    [...all].filter((key) => differs(source.buckets.get(key), core.buckets.get(key))),
  );
  const keys = await differingKeys(context, compared, differing);
  const total = (buckets: ReadonlyMap<string, BucketDigest>) =>
    [...buckets.values()].reduce((sum, bucket) => sum + bucket.rows, 0);
  return {
    entity: entity.name,
    sourceRows: total(source.buckets),
    coreRows: total(core.buckets),
    buckets: all.size,
    differingBuckets: differing.size,
    ...keys,
    quarantined: keys.quarantined + refused,
  };
}

const differs = (one: BucketDigest | undefined, other: BucketDigest | undefined) =>
  one?.rows !== other?.rows || one?.words.join() !== other?.words.join();

type Keys = Pick<EntityComparison, 'missing' | 'extra' | 'altered' | 'waiting' | 'quarantined'>;

/** The second reading: of the buckets that differ, row by row. */
async function differingKeys(
  context: LoadContext,
  compared: Compared,
  buckets: ReadonlySet<string>,
): Promise<Keys> {
  const nothing = { missing: [], extra: [], altered: [], waiting: 0, quarantined: 0 };
  if (buckets.size === 0) return nothing;
  const width = context.limits.sweepBucketIds;
  const collect = () => {
    const rows = new Map<string, string>();
    const add = (id: string, digest: Int32Array) => {
      // A key that comes twice matches nothing.
      if (buckets.has(bucketOf(id, width)))
        rows.set(id, rows.has(id) ? 'twice' : digest.subarray(0, 4).join());
    };
    return { rows, add };
  };
  const source = collect();
  const core = collect();
  await readSource(context, compared, source.add);
  await readCore(context, compared.entity, core.add);
  const differing = [...source.rows].filter(([id, digest]) => core.rows.get(id) !== digest).map(([id]) => id);
  const known = await explain(context, compared, differing);
  const unexplained = differing.filter((id) => !known.waiting.has(id) && !known.quarantined.has(id));
  return {
    missing: unexplained.filter((id) => !core.rows.has(id)),
    extra: [...core.rows]
      .filter(([id, digest]) => !source.rows.has(id) || digest === 'twice')
      .map(([id]) => id),
    altered: unexplained.filter((id) => core.rows.has(id) && core.rows.get(id) !== 'twice'),
    waiting: known.waiting.size,
    quarantined: known.quarantined.size,
  };
}

/** Differences that are none: rows the next run will load, and rows that were refused. */
async function explain(
  context: LoadContext,
  { source: entity, child }: Compared,
  ids: readonly string[],
): Promise<{ waiting: Set<string>; quarantined: Set<string> }> {
  const rowOf = (id: string) => (child ? parentOf(id, child) : id);
  const known = await explainRows(context, entity, [...new Set(ids.map(rowOf))]);
  const those = (rows: ReadonlySet<string>) => new Set(ids.filter((id) => rows.has(rowOf(id))));
  return { waiting: those(known.waiting), quarantined: those(known.quarantined) };
}

async function explainRows(
  context: LoadContext,
  entity: Entity,
  ids: readonly string[],
): Promise<{ waiting: Set<string>; quarantined: Set<string> }> {
  const updatedAt = entity.cursor.kind === 'updated' ? 'updated_at' : 'null::timestamptz';
  const { rows } = await context.source.query<{ id: string; updated_at: string | null }>(
    `select id::text, ${updatedAt}::text as updated_at from (${extractionQuery(context.sourcesFolder, entity)}\n) as source
     where id = any ($1::bigint[])`,
    [ids],
  );
  const { time, id } = await readWatermark(context, entity);
  const beyond = await context.warehouse.rows<{ id: string; refused: boolean }>(
    engineSql('reconcile', 'rows_known_to_differ'),
    [rows.map((row) => row.id), rows.map((row) => row.updated_at), entity.name, time ?? null, id],
  );
  return {
    waiting: new Set(beyond.filter(({ refused }) => !refused).map((row) => row.id)),
    quarantined: new Set(beyond.filter(({ refused }) => refused).map((row) => row.id)),
  };
}

/** Embedded children are repaired by reading their parents again, whole. */
async function repairChildren(
  context: LoadContext,
  entity: Entity,
  child: EmbeddedChild,
  { missing, extra, altered }: EntityComparison,
): Promise<void> {
  const { warehouse } = context;
  await context.step(`repair ${child.entity.name}`);
  await warehouse.transaction(async () => {
    await deleteRows(context, child.entity, await idsToDelete(warehouse, extra));
  });
  const parents = new Set([...missing, ...extra, ...altered].map((id) => parentOf(id, child)));
  await loadIds(context, entity, [...parents]);
}

const parentOf = (id: string, { idsPerParent }: EmbeddedChild) => String(BigInt(id) / BigInt(idsPerParent));

async function repairEntity(context: LoadContext, entity: Entity, found: EntityComparison): Promise<void> {
  await context.step(`repair ${entity.name}`);
  if (found.extra.length > 0) await tombstoneIds(context, entity, found.extra);
  // A row that core had twice was deleted whole.
  await loadIds(context, entity, [...found.missing, ...found.altered, ...found.extra]);
}
