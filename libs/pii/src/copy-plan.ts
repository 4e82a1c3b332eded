import type { Entity, Normaliser, DisclosedValue, TokenKey } from '@acme/models';

/** What happens to each column of a COPY stream, and what is appended after the last one. */
export interface CopyPlan {
  readonly columns: readonly (
    | { readonly action: 'keep' }
    | { readonly action: 'token'; readonly key: TokenKey; readonly normalise: Normaliser }
  )[];
  readonly derived: readonly {
    readonly key: TokenKey;
    /** The parts are joined by U+001F, which no normalised value holds in practice; NULL counts as empty. */
    readonly parts: readonly { readonly column: number; readonly normalise: Normaliser }[];
    /** NULL when all of these are. */
    readonly unlessAllNull: readonly number[];
  }[];
  /** Appended after these: values as v1 tables may show them. */
  readonly disclosed: readonly { readonly column: number; readonly form: DisclosedValue['form'] }[];
}

/** The plan of an entity: its model's PII classes decide. */
export function copyPlanOf(entity: Entity): CopyPlan {
  const indexOf = (field: string) => {
    const index = entity.columns.findIndex((column) => column.name === field);
    if (index < 0) throw new Error(`${entity.name} extracts no ${field}`);
    return index;
  };
  return {
    columns: entity.columns.map((column) => {
      if (column.pii === 'keep') return { action: 'keep' };
      // A personal column passes as a token or not at all.
      if (column.pii !== 'token' || !column.token) {
        throw new Error(`${entity.name}.${column.name} is personal and has no token`);
      }
      return { action: 'token', ...column.token };
    }),
    derived: (entity.derived ?? []).map(({ key, parts, unlessAllNull }) => ({
      key,
      parts: parts.map(({ field, normalise }) => ({ column: indexOf(field), normalise })),
      unlessAllNull: unlessAllNull.map(indexOf),
    })),
    disclosed: (entity.disclosed ?? []).map(({ field, form }) => ({ column: indexOf(field), form })),
  };
}
