import { z } from 'zod';

/** What a column of an output table says about itself. */
export interface OutputMeta {
  readonly description: string;
  /** Its type in PostgreSQL. */
  readonly type: 'date' | 'text' | 'bigint' | 'boolean' | 'timestamptz' | 'double precision' | 'text[]';
  /** `token`: personal; holds tokens. `shown`: the same, unless V1_PII has masks or the values shown. */
  readonly pii: 'keep' | 'token' | 'shown';
}

export const outputRegistry = z.registry<OutputMeta>();

function output<S extends z.ZodType>(
  schema: S,
  type: OutputMeta['type'],
  description: string,
  pii: OutputMeta['pii'] = 'keep',
): S {
  outputRegistry.add(schema, { description, type, pii });
  return schema;
}

/** A local day, as text. */
export const date = (description: string) => output(z.iso.date(), 'date', description);
export const text = (description: string) => output(z.string(), 'text', description);
/** A count; BigInt in TypeScript. */
export const count = (description: string) => output(z.bigint(), 'bigint', description);
export const boolean = (description: string) => output(z.boolean(), 'boolean', description);
export const instant = (description: string) => output(z.date(), 'timestamptz', description);
/** A double, as the old system kept money, rates and means. */
export const double = (description: string) => output(z.number(), 'double precision', description);
/** A personal value as its token, whatever is shown otherwise. */
export const token = (description: string) => output(z.string(), 'text', description, 'token');
export const tokens = (description: string) => output(z.array(z.string()), 'text[]', description, 'token');
/** A personal value as V1_PII has it: token, mask or the value. */
export const shown = (description: string) => output(z.string(), 'text', description, 'shown');

/** A table of the old system. */
export interface OutputTable<S extends z.ZodObject = z.ZodObject> {
  /** With its schema. */
  readonly name: string;
  readonly model: S;
  readonly columns: readonly (OutputMeta & { readonly name: string; readonly nullable: boolean })[];
  /** Columns that can show personal values. */
  readonly personal: readonly string[];
}

/** Declares an output table. Throws on a column without metadata: a programming error. */
export function outputTable<S extends z.ZodObject>(name: string, model: S): OutputTable<S> {
  const columns = Object.entries(model.shape).map(([column, schema]) => {
    const nullable = schema instanceof z.ZodNullable;
    const meta = outputRegistry.get(nullable ? (schema.unwrap() as z.ZodType) : (schema as z.ZodType));
    if (!meta) throw new Error(`${name}.${column} has no description: build it with column.ts`);
    return { ...meta, name: column, nullable };
  });
  const personal = columns.filter(({ pii }) => pii === 'shown').map((column) => column.name);
  return { name: `analytics_v1.${name}`, model, columns, personal };
}
