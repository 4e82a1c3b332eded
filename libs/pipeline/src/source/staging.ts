import { quoteIdentifier, type Session } from '@acme/db';
import type { Entity } from '@acme/models';
import { arrivingType, coreColumns } from '../sql/core-table';
import { createScratch, type Scratch } from '../sql/scratch';

/** Rows as they arrived from the source. */
export type ArrivedRows = Scratch<'staging' | 'legacy_rows'>;

/** Makes the table that rows of the source are copied into: that of the entity's own rows, or of those of its source shape. */
export function createStaging(warehouse: Session, entity: Entity): Promise<ArrivedRows> {
  const columns = coreColumns(entity.sourceShape ?? entity);
  return createScratch(
    warehouse,
    entity.sourceShape ? 'legacy_rows' : 'staging',
    Object.fromEntries(columns.map(({ name, type }) => [name, arrivingType(type)])),
  );
}

/** The select list that makes the entity's rows of a conversion's, in the types in which values arrive. */
export const convertedColumns = (entity: Entity): readonly string[] =>
  coreColumns(entity).map(({ name, type }) => `${quoteIdentifier(name)}::${arrivingType(type)}`);

/** Embedded children are converted of the rows that keep the model only. */
export async function removeRefused(
  warehouse: Session,
  legacy: Scratch<'legacy_rows'>,
  refused: Scratch<'refused'>,
): Promise<void> {
  await warehouse.query(
    `delete from ${legacy.name} using (select distinct id from ${refused.name}) as refused
     where ${legacy.name}.id = refused.id`,
  );
}
