import type { Entity } from '@acme/models';
import type { SourceContext } from '../context/load-context';
import { extractionQuery } from '../sql/extract-sql';
import { rowHash } from '../sql/row-hash';

/** Consecutive ids, both ends included. */
export interface IdRange {
  readonly first: bigint;
  readonly last: bigint;
}

/** Part of a range whose rows are not the same on both sides; its ends are ids that one side has. */
export interface DifferingRange extends IdRange {
  /** Of the side that has more. */
  readonly rows: number;
}

/** Buckets that a range is split into: bounds what one query brings. */
const bucketsPerQuery = 200;

const lowestId = -9_223_372_036_854_775_808n;
const highestId = 9_223_372_036_854_775_807n;

/** Keys of one range and the hash that distinguishes versions of a row. */
export type KeyHashes = ReadonlyMap<string, string | null>;

/**
 * The source and what core knows of an entity, side by side. Nothing here depends on how ids are spread: ranges begin and
 * end at ids that one of the sides has, and hold a bounded number of rows of each.
 */
export class SweepSides {
  constructor(
    private readonly context: SourceContext,
    private readonly entity: Entity,
  ) {}

  /** All ids that either side has, in ranges of at most so many rows of each that a query over one stays short. */
  async *ranges(): AsyncGenerator<IdRange> {
    const rowsPerRange = bucketsPerQuery * this.context.limits.sweepBucketIds;
    for (let from = lowestId; ;) {
      const first = least(await this.ids(from, 'asc', 0));
      if (first === undefined) return;
      const last =
        least(await this.ids(first, 'asc', rowsPerRange)) ??
        greatest(await this.ids(first, 'desc', 0)) ??
        first;
      yield { first, last };
      if (last === highestId) return;
      from = last + 1n;
    }
  }

  /** The parts of a range in which the sides differ. */
  async differing({ first, last }: IdRange): Promise<DifferingRange[]> {
    const share = (last - first + BigInt(bucketsPerQuery)) / BigInt(bucketsPerQuery);
    const width = max(share, BigInt(this.context.limits.sweepBucketIds));
    const compare = (rows: string) =>
      `select div(id::numeric - $1::bigint::numeric, ${width}) as bucket, count(*)::text as rows,
         sum(hash::numeric)::text as hash, min(id)::text as first, max(id)::text as last
       from (${rows}) as known group by 1`;
    const source = byBucket(await this.source<Bucket>(compare(this.sourceRows()), { first, last }));
    const core = byBucket(await this.known<Bucket>(compare(this.knownRows()), { first, last }));
    return [...new Set([...source.keys(), ...core.keys()])]
      .map((bucket) => [source.get(bucket), core.get(bucket)] as const)
      .filter(([one, other]) => one?.rows !== other?.rows || one?.hash !== other?.hash)
      .map((sides) => sides.filter((side) => side !== undefined))
      .map((sides) => ({
        first: least(sides.map((side) => BigInt(side.first)))!,
        last: greatest(sides.map((side) => BigInt(side.last)))!,
        rows: Math.max(...sides.map((side) => Number(side.rows))),
      }));
  }

  /** Every key of a range with its hash, as the source and as core has them. */
  async keys(range: IdRange): Promise<{ source: KeyHashes; core: KeyHashes }> {
    const list = (rows: string) => `select id::text, hash::text from (${rows}) as known`;
    const source = await this.source<KeyHash>(list(this.sourceRows()), range);
    const core = await this.known<KeyHash>(list(this.knownRows()), range);
    return { source: keyed(source), core: keyed(core) };
  }

  /** Of each side, the id that comes so many rows after the first one from `from` on; or the last one there is. */
  private async ids(from: bigint, direction: 'asc' | 'desc', offset: number): Promise<bigint[]> {
    const pick = `order by id ${direction} offset ${offset} limit 1`;
    const source = `select id from (${extractionQuery(this.context.sourcesFolder, this.entity)}\n) as source where id >= $1::bigint ${pick}`;
    const known = `(select id from core.${this.entity.name} where id >= $1::bigint ${pick})
      union all
      (select id from (select source_id as id from etl.quarantine where entity = '${this.entity.name}') as refused where id >= $1::bigint ${pick})`;
    const asText = (query: string) => `select found.id::text as id from (${query}\n) as found`;
    const values = [String(from)];
    const found = [
      ...(await readSource<{ id: string }>(this.context, asText(source), values)),
      ...(await this.context.warehouse.rows<{ id: string }>(asText(known), values)),
    ];
    return found.map(({ id }) => BigInt(id));
  }

  private readonly sourceRows = () =>
    `select id, ${rowHash(this.entity)} as hash
     from (${extractionQuery(this.context.sourcesFolder, this.entity)}\n) as source
     where id >= $1::bigint and id <= $2::bigint`;

  /**
   * What core holds, and what it would hold if the quarantined rows were sound: their version is the one last read. The range
   * stands in each branch: a cluster would otherwise bring the whole table to the coordinator.
   */
  private readonly knownRows = () =>
    `select present.id, ${rowHash(this.entity)} as hash from core.${this.entity.name} as present
     left join (
       select source_id from etl.quarantine
       where entity = '${this.entity.name}' and source_id >= $1::bigint and source_id <= $2::bigint
     ) as refused on refused.source_id = present.id
     where refused.source_id is null and present.id >= $1::bigint and present.id <= $2::bigint
     union all
     select source_id, row_hash from etl.quarantine
     where entity = '${this.entity.name}' and source_id >= $1::bigint and source_id <= $2::bigint`;

  private source<R extends object>(sql: string, { first, last }: IdRange): Promise<R[]> {
    return readSource<R>(this.context, sql, [String(first), String(last)]);
  }

  private known<R extends object>(sql: string, { first, last }: IdRange): Promise<R[]> {
    return this.context.warehouse.rows(sql, [String(first), String(last)]) as Promise<R[]>;
  }
}

interface Bucket {
  readonly bucket: string;
  readonly rows: string;
  readonly hash: string | null;
  readonly first: string;
  readonly last: string;
}

interface KeyHash {
  readonly id: string;
  readonly hash: string | null;
}

const byBucket = (rows: readonly Bucket[]) => new Map(rows.map((row) => [row.bucket, row]));
const keyed = (rows: readonly KeyHash[]) => new Map(rows.map(({ id, hash }) => [id, hash]));
const max = (one: bigint, other: bigint): bigint => (one > other ? one : other);

const least = (ids: readonly bigint[]): bigint | undefined =>
  ids.length > 0 ? ids.reduce((one, other) => (other < one ? other : one)) : undefined;
const greatest = (ids: readonly bigint[]): bigint | undefined =>
  ids.length > 0 ? ids.reduce(max) : undefined;

const readSource = <R extends object>(
  context: SourceContext,
  sql: string,
  values: readonly string[],
): Promise<R[]> => context.source.rows(sql, [...values]) as Promise<R[]>;
