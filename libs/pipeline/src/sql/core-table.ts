import type { Column, Entity, PgType } from '@acme/models';

/** The columns of an entity's core table, apart from the run's id. */
export function coreColumns(entity: Entity): { name: string; type: PgType; column?: Column }[] {
  return [
    ...entity.columns.map((column) => ({ name: column.coreName, type: column.coreType, column })),
    ...(entity.derived ?? []).map((derived) => ({ name: derived.name, type: 'text' as const })),
    ...(entity.disclosed ?? []).map((shown) => ({ name: shown.name, type: 'text' as const })),
    ...(entity.extra ?? []).map(({ name, type }) => ({ name, type })),
  ];
}

/** The type in which a value arrives: wide enough for what the model refuses, which is judged row by row. */
export const arrivingType = (type: PgType): PgType => (type === 'integer' ? 'bigint' : type);

/** The columns in which rows arrive from the source: `extra` ones do not come from there. */
export const arrivingColumns = (entity: Entity) => coreColumns({ ...entity, extra: [] });

/** The key of a core table: the id and, where there is one, the column the warehouse is distributed by. */
export function keyColumns(entity: Entity): string[] {
  return coreColumns(entity).some((column) => column.name === 'user_token') ? ['id', 'user_token'] : ['id'];
}
