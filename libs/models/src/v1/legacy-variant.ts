import type { z } from 'zod';
import { entity, type Entity, type EntityDefinition } from '../entity';

interface Legacy {
  /** The legacy row, as its extraction query returns it; absent: it is embedded in another one. */
  readonly sourceShape?: Entity;
  /** Columns of core that legacy rows cannot tell. */
  readonly unavailable: readonly string[];
  /** Columns that a legacy row may lack. */
  readonly mayLack?: readonly string[];
}

/**
 * The entity that legacy rows become: the v2 one, in which what they cannot tell may be NULL. The rest of
 * the contract, vocabulary and rules included, is the same.
 */
export function legacyVariant<S extends z.ZodObject>(
  v2: Entity<S>,
  { unavailable, mayLack = [], ...changed }: Legacy & Partial<EntityDefinition<S>>,
): Entity<S> {
  const legacy = entity({ ...v2, ...changed, unavailable, optional: false });
  const relax = (columns: Entity['columns']) =>
    columns.map((column) =>
      [...unavailable, ...mayLack].includes(column.coreName) ? { ...column, nullable: true } : column,
    );
  const unknown = unavailable.filter((name) => !legacy.columns.some(({ coreName }) => coreName === name));
  if (unknown.length > 0) throw new Error(`${v2.name} has no ${unknown.join(', ')}`);
  return { ...legacy, fields: relax(legacy.fields), columns: relax(legacy.columns) };
}
