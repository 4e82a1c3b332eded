import type { Entity } from '@acme/models';
import type { ComputeContext } from '../context/run-base';
import { engineSql } from '../sql/engine-sql';
import { rowHash } from '../sql/row-hash';
import { createScratchAs, type Scratch } from '../sql/scratch';
import { breachReasons } from './model-breaches';

export interface Quarantined {
  readonly refused: Scratch<'refused'>;
  /** Rows taken out of staging. */
  readonly rows: number;
}

/**
 * Moves the rows that break the model out of staging: their key and reasons go to etl.quarantine, no value does.
 * Rows that keep the model again leave the quarantine.
 */
export async function quarantine(
  { warehouse, runId }: Pick<ComputeContext, 'warehouse' | 'runId'>,
  entity: Entity,
  staging: Scratch<'staging'>,
): Promise<Quarantined> {
  const updatedAt = entity.cursor.kind === 'updated' ? 'updated_at' : 'null::timestamptz';
  const refused = await createScratchAs(
    warehouse,
    'refused',
    `select id, ${updatedAt}, ${rowHash(entity)}, reasons
     from (select *, ${breachReasons(entity)} as reasons from ${staging.name}) as judged
     where cardinality(reasons) > 0`,
  );
  // A key that comes twice would make the merge depend on the order of the rows.
  await warehouse.query(
    `insert into ${refused.name} (id, updated_at, row_hash, reasons)
     select id, max(${updatedAt}), max(${rowHash(entity)}), array['id: not unique']
     from ${staging.name}
     where id is not null
     group by id
     having count(*) > 1`,
  );
  const rows = await warehouse.run(engineSql('source', 'take_refused_out_of_staging'));
  await warehouse.query(engineSql('source', 'end_quarantine'), [entity.name]);
  await warehouse.query(engineSql('source', 'begin_quarantine'), [entity.name, runId]);
  return { refused, rows };
}
