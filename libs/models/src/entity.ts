import type { Service } from '@acme/config';
import { z } from 'zod';
import { fieldRegistry, type FieldMeta, type Normaliser, type PgType, type TokenKey } from './field';

/**
 * How changes are found: `updated` entities are read by (updated_at, id), `append` ones by id alone,
 * `eventTime` being the column that says when the event happened (it may lie before rows loaded earlier).
 */
export type Cursor = { readonly kind: 'updated' } | { readonly kind: 'append'; readonly eventTime: string };

/** A keyed hash over several fields, made while the row passes by; NULL when all of `unlessAllNull` are. */
export interface DerivedToken {
  readonly name: string;
  readonly description: string;
  readonly key: TokenKey;
  readonly parts: readonly { readonly field: string; readonly normalise: Normaliser }[];
  readonly unlessAllNull: readonly string[];
}

/** A personal value as v1 tables may show it, made while the row passes by: NULL, a mask or the value itself. */
export interface DisclosedValue {
  /** The column of core. */
  readonly name: string;
  readonly field: string;
  readonly form: 'email' | 'phone' | 'name';
  readonly description: string;
}

/** Rows that a row of another entity consists of, in a source that keeps both in one row. */
export interface EmbeddedChild {
  readonly entity: Entity;
  /** The part's column that names the row it belongs to. */
  readonly parent: string;
  /** A part's id is its parent's times this, plus its position. */
  readonly idsPerParent: number;
}

/** What the columns of a row must keep to among themselves. */
export interface RowRule {
  /** A condition on columns of the core table, as SQL; a row for which it is true goes to quarantine. */
  readonly breaks: string;
  readonly reason: string;
}

export interface EntityDefinition<S extends z.ZodObject = z.ZodObject> {
  /** Name of the extraction query's file and of the core table. */
  readonly name: string;
  readonly service: Service;
  readonly description: string;
  readonly cursor: Cursor;
  /** One field per column of the extraction query; `id` is the key. */
  readonly model: S;
  readonly rules?: readonly RowRule[];
  /** Columns that can change while updated_at stays: the sweep compares them too. None may be personal. */
  readonly hashedColumns?: readonly string[];
  /** Not every source has it: its absence is no drift, and what depends on it is NULL. */
  readonly optional?: boolean;
  readonly derived?: readonly DerivedToken[];
  readonly disclosed?: readonly DisclosedValue[];
  /** Columns of core that no extraction query returns: a conversion fills them, or they are NULL. */
  readonly extra?: readonly { readonly name: string; readonly type: PgType; readonly description: string }[];
  /** What the source returns where that is not the entity itself: `convert/<name>.sql` makes the one of the other. */
  readonly sourceShape?: Entity;
  /** Columns of core that this generation of the source cannot tell: NULL in every row. */
  readonly unavailable?: readonly string[];
  readonly children?: readonly EmbeddedChild[];
  /** Its ids are not those of the other generation, so that the two cannot be told apart row by row. */
  readonly ownIds?: boolean;
  /** Relations of other jobs that its conversion reads. */
  readonly dependsOn?: readonly string[];
  /** Attributes whose changes are kept in core.<name>_history, as runs have seen them. */
  readonly history?: readonly string[];
}

/** One extracted column of an entity, with all that its model says about it. */
export interface Column extends FieldMeta {
  readonly name: string;
  /** Its name in core. */
  readonly coreName: string;
  /** Its type in core: tokens are text. */
  readonly coreType: FieldMeta['pgType'];
  readonly nullable: boolean;
  /** The allowed values, for columns with a vocabulary. */
  readonly values?: readonly string[];
}

export interface Entity<S extends z.ZodObject = z.ZodObject> extends EntityDefinition<S> {
  /** Every field of the model, those that are not extracted included, in the model's order. */
  readonly fields: readonly Column[];
  /** The fields that are extracted, in the order of the COPY. */
  readonly columns: readonly Column[];
}

/** Declares an entity. Throws when a field has no metadata or `id` is missing: a programming error. */
export function entity<S extends z.ZodObject>(definition: EntityDefinition<S>): Entity<S> {
  const fields = Object.entries(definition.model.shape).map(([name, schema]) =>
    column(name, schema as z.ZodType),
  );
  if (!fields.some((field) => field.name === 'id')) throw new Error(`entity ${definition.name} has no id`);
  return { ...definition, fields, columns: fields.filter(({ pii }) => pii === 'keep' || pii === 'token') };
}

function column(name: string, schema: z.ZodType): Column {
  const nullable = schema instanceof z.ZodNullable;
  const inner = nullable ? (schema.unwrap() as z.ZodType) : schema;
  const meta = fieldRegistry.get(inner);
  if (!meta) throw new Error(`field ${name} has no description and PII class: build it with field.ts`);
  return {
    ...meta,
    name,
    coreName: meta.coreName ?? name,
    coreType: meta.pii === 'token' ? 'text' : meta.pgType,
    nullable,
    ...(inner instanceof z.ZodEnum ? { values: inner.options as string[] } : {}),
  };
}
