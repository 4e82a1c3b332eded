import { z } from 'zod';

const name = z.string().regex(/^[a-z][a-z0-9_]*$/);
const table = z.string().regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/);
/** In the table's folder, above it where tables of the domain share it, or in the folder that all domains share. */
const sqlFile = /^(\.\.\/|shared\/)?[a-z0-9-]+\.sql$/;
const offsets = z.tuple([z.int(), z.int()]).refine(([from, to]) => from <= to);

/** How a changed row of something the table reads reaches the table's slices. */
const propagation = z.union([
  /** The local days of instants, old and new, moved by each of `days[0]…days[1]`. */
  z.strictObject({ instants: z.array(name).min(1), days: offsets.optional() }),
  /** The same for columns that are local days already. */
  z.strictObject({ dates: z.array(name).min(1), days: offsets.optional() }),
  /** The values of columns, for tables sliced by a key. */
  z.strictObject({ keys: z.array(name).min(1) }),
  /** A query over `changed` that gives a column `slice`. */
  z.strictObject({ file: z.string().regex(sqlFile) }),
]);

/** What a definition.yaml may and must say. */
export const definitionSchema = z.strictObject({
  table,
  description: z.string(),
  grain: z.array(name).min(1),
  owner: z.string(),
  /** The unit of recomputation: a local day, a local month (its first day), or a key. */
  slice: z.strictObject({ kind: z.enum(['day', 'month', 'key']), column: name }),
  /** File of a query for first_slice and last_slice: every slice between them is computed. */
  range: z.string().regex(sqlFile).optional(),
  /** What the query reads: a change in any of `columns`, or a row that comes or goes, is carried on. */
  reads: z.record(table, z.strictObject({ columns: z.array(name).min(1), propagation })),
  /**
   * What changes a slice by time alone: hours or local days after its end; or a query that gives, as
   * `slice`, those in which something matured after `maturing.after` and not after `maturing.until`.
   */
  matures: z
    .strictObject({
      hours: z.array(z.int()).optional(),
      days: z.array(z.int()).optional(),
      file: z.string().regex(sqlFile).optional(),
    })
    .optional(),
  columns: z.record(
    name,
    z.strictObject({
      type: z.enum([
        'date',
        'text',
        'bigint',
        'numeric',
        'timestamptz',
        'boolean',
        'text[]',
        'double precision',
      ]),
      description: z.string(),
    }),
  ),
  indexes: z.array(z.array(name)).optional(),
  checks: z.array(z.strictObject({ name, level: z.enum(['error', 'warn']), expect: z.string() })).optional(),
});

export type Propagation = z.infer<typeof propagation>;

export type DefinitionData = z.infer<typeof definitionSchema>;
