import { quoteIdentifier, quoteLiteral } from '@acme/db';
import type { Column, Entity } from '@acme/models';
import type { ComputeContext } from '../context/run-base';
import { arrivingType, coreColumns } from '../sql/core-table';
import { rowHash } from '../sql/row-hash';
import { tempTable } from '../sql/temp-table';

/** The temporary table rows are copied into, one at a time. */
export const staging = 'staging';

/** The temporary table of the rows of staging that break the model: id, updated_at, reasons. */
export const refused = 'refused';

/** Where rows arrive that a conversion makes the entity's rows of. */
export const legacyRows = 'legacy_rows';

/** Makes the table that rows of the source are copied into, and tells which one it is. */
export async function createStaging(context: ComputeContext, entity: Entity): Promise<string> {
  const table = entity.sourceShape ? legacyRows : staging;
  const columns = coreColumns(entity.sourceShape ?? entity);
  const list = columns.map((column) => `${quoteIdentifier(column.name)} ${arrivingType(column.type)}`);
  await tempTable(context.warehouse, table, `(${list.join(', ')})`);
  return table;
}

/**
 * Moves the rows that break the model out of staging: their key and reasons go to etl.quarantine, no
 * value does. Rows that are sound again leave the quarantine. Gives the number of bad rows.
 */
export async function quarantine(context: ComputeContext, entity: Entity): Promise<number> {
  const { warehouse, runId } = context;
  const updatedAt = entity.cursor.kind === 'updated' ? 'updated_at' : 'null::timestamptz';
  await tempTable(
    warehouse,
    refused,
    `as select id, ${updatedAt} as updated_at, ${rowHash(entity)} as row_hash, reasons
     from (select *, ${reasons(entity)} as reasons from ${staging}) as judged
     where cardinality(reasons) > 0`,
  );
  // A key that comes twice would make the merge depend on the order of the rows.
  await warehouse.query(
    `insert into ${refused} (id, updated_at, row_hash, reasons)
     select id, max(${updatedAt}), max(${rowHash(entity)}), array['id: not unique'] from ${staging}
     where id is not null group by id having count(*) > 1`,
  );
  const bad = await warehouse.run(
    `delete from ${staging} using (select distinct id from ${refused}) as bad where ${staging}.id is not distinct from bad.id`,
  );
  await warehouse.query(
    `delete from etl.quarantine using ${staging} as sound
     where quarantine.entity = $1 and quarantine.source_id = sound.id`,
    [entity.name],
  );
  await warehouse.query(
    `insert into etl.quarantine (entity, source_id, updated_at, row_hash, reasons, first_run_id, last_run_id)
     select $1::text, id, max(updated_at), max(row_hash), array_agg(distinct reason order by reason), $2::bigint, $2::bigint
     from ${refused} cross join unnest(reasons) as reason where id is not null group by id
     on conflict (entity, source_id) do update set
       updated_at = excluded.updated_at, row_hash = excluded.row_hash, reasons = excluded.reasons, last_run_id = excluded.last_run_id`,
    [entity.name, runId],
  );
  return bad;
}

/** An SQL expression for the list of reasons why a staged row breaks the model; empty for a sound row. */
export function reasons(entity: Entity): string {
  const found = [
    ...entity.columns.flatMap((column) => violations(column)),
    ...(entity.rules ?? []).map((rule): [string, string] => [rule.breaks, rule.reason]),
  ];
  const broken = `array_remove(array[${found.map(([when, reason]) => `case when ${when} then ${quoteLiteral(reason)} end`).join(', ')}]::text[], null)`;
  // What could not be converted is NULL: of the two reasons the first one tells more.
  return entity.sourceShape
    ? `case when cardinality(array_remove(defects, null)) > 0 then array_remove(defects, null) else ${broken} end`
    : broken;
}

function violations(column: Column): [when: string, reason: string][] {
  const name = quoteIdentifier(column.coreName);
  const found: [string, string][] = [];
  if (!column.nullable) found.push([`${name} is null`, `${column.name}: NULL`]);
  if (column.values) {
    found.push([
      `${name} not in (${column.values.map(quoteLiteral).join(', ')})`,
      `${column.name}: outside the vocabulary`,
    ]);
  }
  if (column.pattern) found.push([`${name} !~ ${quoteLiteral(column.pattern)}`, `${column.name}: malformed`]);
  if (column.longest) {
    found.push([
      `length(${name}) > ${column.longest}`,
      `${column.name}: longer than ${column.longest} characters`,
    ]);
  }
  if (column.largest) {
    const { value, told } = column.largest;
    found.push([`${name} not between ${-value} and ${value}`, `${column.name}: beyond ${told}`]);
  }
  if (column.coreType === 'timestamptz') {
    found.push(
      [`not isfinite(${name})`, `${column.name}: not a finite instant`],
      // One row of the year 1 would make every table of days begin there.
      [
        `isfinite(${name}) and (${name} < '1970-01-01T00:00Z' or ${name} >= '2200-01-01T00:00Z')`,
        `${column.name}: outside 1970 to 2199`,
      ],
    );
  }
  return found;
}
