import { quoteIdentifier, type Session } from '@acme/db';
import type { Entity } from '@acme/models';
import type { SourceContext } from '../context/load-context';
import { coreColumns, keyColumns } from '../sql/core-table';
import { engineSql } from '../sql/engine-sql';
import type { Scratch } from '../sql/scratch';
import { collectChanges, type Changes } from '../staleness/all-changes';
import { columnsRead } from '../staleness/columns-read';
import { markStale } from '../staleness/mark-stale';
import { recordFutureRows } from './future-rows';
import { recordHistory } from './history';

export interface MergeCounts {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
}

/**
 * Merges staging into the entity's core table in three set-based statements. Only rows that really differ are
 * written; the slices they reach are marked; their instants still to come are recorded.
 */
export async function merge(
  context: SourceContext,
  entity: Entity,
  staging: Scratch<'staging'>,
): Promise<MergeCounts> {
  const { warehouse } = context;
  const changes = await findChanges(context, entity, staging);
  const counts = await countChanges(warehouse, staging, changes);
  const changed = counts.inserted + counts.updated;
  if (changed === 0) return counts;
  if (counts.updated > 0) await deleteMoved(warehouse, entity, changes);
  const written = await upsert(context, entity, staging, changes);
  if (written !== changed)
    throw new Error(
      `merge of ${entity.name} wrote ${written} rows, expected ${counts.inserted} + ${counts.updated}`,
    );
  await recordHistory(context, entity, staging, changes);
  await recordFutureRows(context, entity, staging, changes);
  await warehouse.query(engineSql('load', 'end_tombstones'), [entity.name]);
  await markStale(context, core(entity), changes);
  return counts;
}

const core = ({ name }: Entity) => `core.${name}`;

/** The rows of staging that core does not have, or has with another value in some column. */
async function findChanges(
  { warehouse, definitions }: SourceContext,
  entity: Entity,
  staging: Scratch<'staging'>,
): Promise<Changes> {
  const { history = [] } = entity;
  const columns = coreColumns(entity).map(({ name }) => name);
  const values = (alias: string) => `(${qualified(alias, columns)})`;
  return collectChanges(warehouse, {
    isNew: 'present.id is null',
    isGone: 'false',
    columns: [...new Set([...columnsRead(definitions, core(entity)), ...history, ...keyColumns(entity)])],
    old: 'present',
    new: 'staged',
    like: 'staged',
    more: [
      'staged.id as id',
      ...(entity.history
        ? ['present.loaded_run_id as old_run_id', 'present.updated_at as old_version_at']
        : []),
    ],
    from: `${staging.name} as staged
      left join ${core(entity)} as present on present.id = staged.id and ${await inRange(warehouse, staging)}
      where present.id is null or ${values('present')} is distinct from ${values('staged')}`,
  });
}

/**
 * A batch of new ids meets none of the rows before it: given the range, the planner reads that range of the key's
 * index instead of the whole table, and a first load of many batches stays linear.
 */
async function inRange(warehouse: Session, staging: Scratch<'staging'>): Promise<string> {
  const { first, last } = await warehouse.one<{ first: string | null; last: string | null }>(
    `select min(id)::text as first, max(id)::text as last from ${staging.name}`,
  );
  if (first === null || last === null) return 'false';
  return `present.id between '${BigInt(first)}'::bigint and '${BigInt(last)}'::bigint`;
}

async function countChanges(
  warehouse: Session,
  staging: Scratch<'staging'>,
  changes: Changes,
): Promise<MergeCounts> {
  const { inserted, updated, unchanged } = await warehouse.one<Record<keyof MergeCounts, string>>(
    `select
       count(*) filter (where change.is_new) as inserted,
       count(*) filter (where not change.is_new) as updated,
       count(*) filter (where change.id is null) as unchanged
     from ${staging.name} as staged
     left join ${changes.name} as change on change.id = staged.id`,
  );
  return { inserted: Number(inserted), updated: Number(updated), unchanged: Number(unchanged) };
}

/** The column that the warehouse is distributed by is never updated: a row of another user now is deleted first. */
async function deleteMoved(warehouse: Session, entity: Entity, changes: Changes): Promise<void> {
  if (!keyColumns(entity).includes('user_token')) return;
  await warehouse.query(
    `delete from ${core(entity)} as present using ${changes.name} as change
     where not change.is_new and present.id = change.old_id and present.user_token = change.old_user_token
       and change.old_user_token <> change.new_user_token`,
  );
}

/** Returns the number of rows written. */
function upsert(
  { warehouse, runId }: SourceContext,
  entity: Entity,
  staging: Scratch<'staging'>,
  changes: Changes,
): Promise<number> {
  const columns = coreColumns(entity).map(({ name }) => name);
  const key = keyColumns(entity);
  const overwritten = [...columns.filter((name) => !key.includes(name)), 'loaded_run_id'].map(
    quoteIdentifier,
  );
  return warehouse.run(
    `insert into ${core(entity)} (${columns.map(quoteIdentifier).join(', ')}, loaded_run_id)
     select ${qualified('staged', columns)}, $1::bigint
     from ${staging.name} as staged
     join ${changes.name} as change on change.id = staged.id
     on conflict (${key.join(', ')}) do update set
       ${overwritten.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    [runId],
  );
}

const qualified = (alias: string, columns: readonly string[]): string =>
  columns.map((column) => `${alias}.${quoteIdentifier(column)}`).join(', ');
