import { quoteIdentifier } from '@acme/db';
import type { Entity } from '@acme/models';
import { allChanges, changeColumns, columnsRead, markStale } from '../staleness/changes';
import type { SourceContext } from '../context/load-context';
import type { RunBase } from '../context/run-base';
import { coreColumns, keyColumns } from '../sql/core-table';
import { refused, staging } from '../source/staging';
import { recordFutureRows } from './future-rows';
import { recordHistory } from './history';
import { tempTable } from '../sql/temp-table';

export interface MergeCounts {
  inserted: number;
  updated: number;
  unchanged: number;
}

const core = (entity: Entity) => `core.${entity.name}`;

/**
 * Merges staging into the entity's core table in three set-based statements. Only rows that really
 * differ are written; the slices they reach are marked; their instants still to come are remembered.
 */
export async function merge(context: SourceContext, entity: Entity): Promise<MergeCounts> {
  const { warehouse, runId } = context;
  const columns = coreColumns(entity).map((column) => column.name);
  const list = (alias: string) => columns.map((column) => `${alias}.${quoteIdentifier(column)}`).join(', ');
  const names = columns.map(quoteIdentifier).join(', ');
  const key = keyColumns(entity);
  const read = [
    ...new Set([...columnsRead(context.definitions, core(entity)), ...(entity.history ?? []), ...key]),
  ];

  // A batch of new ids meets none of the rows before it: told the range, the planner reads that range of
  // the key's index instead of the whole table, and a first load of many batches stays linear.
  const { first, last } = await warehouse.one<{ first: string | null; last: string | null }>(
    `select min(id)::text as first, max(id)::text as last from ${staging}`,
  );
  const inRange =
    first === null || last === null
      ? 'false'
      : `present.id between '${BigInt(first)}'::bigint and '${BigInt(last)}'::bigint`;
  await tempTable(
    warehouse,
    allChanges,
    `as select present.id is null as is_new, false as is_gone, staged.id as id,
       ${changeColumns(read, 'present', 'staged', 'staged')}${entity.history ? ', present.loaded_run_id as old_run_id, present.updated_at as old_version_at' : ''}
     from ${staging} as staged
     left join ${core(entity)} as present on present.id = staged.id and ${inRange}
     where present.id is null or (${list('present')}) is distinct from (${list('staged')})`,
  );
  const { inserted, updated, unchanged } = await warehouse.one<Record<keyof MergeCounts, string>>(
    `select
       count(*) filter (where change.is_new) as inserted,
       count(*) filter (where not change.is_new) as updated,
       count(*) filter (where change.id is null) as unchanged
     from ${staging} as staged left join ${allChanges} as change on change.id = staged.id`,
  );
  if (Number(inserted) + Number(updated) > 0) {
    if (key.length > 1 && Number(updated) > 0) {
      // The distribution column is never updated: a row that moved to another user is taken out first.
      await warehouse.query(
        `delete from ${core(entity)} as present using ${allChanges} as change
         where not change.is_new and present.id = change.old_id and present.user_token = change.old_user_token
           and change.old_user_token <> change.new_user_token`,
      );
    }
    const written = await warehouse.run(
      `insert into ${core(entity)} (${names}, loaded_run_id)
       select ${list('staged')}, $1::bigint
       from ${staging} as staged join ${allChanges} as change on change.id = staged.id
       on conflict (${key.join(', ')}) do update set
         ${columns
           .filter((column) => !key.includes(column))
           .map((column) => `${quoteIdentifier(column)} = excluded.${quoteIdentifier(column)}`)
           .join(', ')},
         loaded_run_id = excluded.loaded_run_id`,
      [runId],
    );
    if (written !== Number(inserted) + Number(updated)) {
      throw new Error(`merge of ${entity.name} wrote ${written} rows, expected ${inserted} + ${updated}`);
    }
    await recordHistory(context, entity);
    await recordFutureRows(context, entity);
    await warehouse.query(
      `delete from core.tombstones using ${allChanges} as change
       where tombstones.entity = $1 and tombstones.id = change.id and change.is_new`,
      [entity.name],
    );
    await markStale(context, core(entity));
  }
  return { inserted: Number(inserted), updated: Number(updated), unchanged: Number(unchanged) };
}

/**
 * Takes rows out of core, and what is theirs: `ids` is a query of their ids, or of those of the rows that
 * `column` names. The slices they reach are marked. Gives their number; they stay in `all_changes`.
 */
export async function deleteRows(
  context: RunBase,
  entity: Entity,
  ids: string,
  column = 'id',
): Promise<number> {
  const read = [...new Set([...columnsRead(context.definitions, core(entity)), ...keyColumns(entity)])];
  const taken = await tempTable(
    context.warehouse,
    allChanges,
    `as select false as is_new, true as is_gone, present.id, ${changeColumns(read, 'present', null, 'present')}
     from (${ids}) as wanted (id) join ${core(entity)} as present on present.${quoteIdentifier(column)} = wanted.id`,
  );
  if (taken === 0) return 0;
  await context.warehouse.query(
    `delete from ${core(entity)} as present using ${allChanges} as change where present.id = change.id`,
  );
  await markStale(context, core(entity));
  return taken;
}

/**
 * Takes earlier versions of refused rows out of core: the warehouse must be what a first load of the same
 * sources would make of them. The history stays, for the row may come back mended. Gives their number.
 */
export const removeQuarantined = (context: RunBase, entity: Entity): Promise<number> =>
  deleteRows(context, entity, `select distinct id from ${refused}`);

/**
 * Takes rows out of core whose source rows are gone: `gone` is a temporary table of ids. A tombstone stays.
 */
export async function tombstone(context: RunBase, entity: Entity): Promise<number> {
  const { warehouse, runId } = context;
  const deleted = await deleteRows(context, entity, 'select id from gone');
  if (deleted === 0) return 0;
  await warehouse.query(
    `insert into core.tombstones (entity, id, deleted_at, run_id)
     select distinct $1::text, change.id, this_run.now, $2::bigint from ${allChanges} as change cross join this_run
     on conflict (entity, id) do update set deleted_at = excluded.deleted_at, run_id = excluded.run_id`,
    [entity.name, runId],
  );
  for (const part of entity.children ?? [])
    await deleteRows(context, part.entity, 'select id from gone', part.parent);
  return deleted;
}
