import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { readSql } from '@acme/db';
import { readDefinitionFile } from '../definitions/definition-file';

const schema = z.strictObject({
  /** The v1 table. */
  table: z.string(),
  /** The v2 tables its values are compared with; an empty list: core facts alone. */
  counterparts: z.array(z.string()),
  /** File above the folder, shared by tables of the domain: gives the rows out of `v1.sql` and `v2.sql`; absent: query.sql. */
  values: z
    .string()
    .regex(/^\.\.\/[a-z0-9-]+\.sql$/)
    .optional(),
  description: z.string(),
  /** Differences that are meant, by name: what they come from and the formula that explains them. */
  differences: z.record(z.string(), z.string()),
});

/**
 * How a v1 table is compared. The query gives one row per value: `day` (NULL for tables of one state), `key`
 * (the rest of the grain as text), `measure`, `v1`, `v2`, `reasons` (names of the declared differences that are
 * at work; NULL among them is none) and, where there are any, `explained` (the value of v1 that they predict; NaN where
 * v2's own row is wrong, so that nothing explains v1).
 */
export interface ParityDefinition extends z.infer<typeof schema> {
  readonly domain: string;
  readonly query: string;
}

/** Reads sql/parity/<domain>/<table>. @throws DefinitionError on one that breaks its schema. */
export function loadParityDefinitions(sqlRoot: string): ParityDefinition[] {
  const root = join(sqlRoot, 'parity');
  return foldersOf(root).flatMap((domain) =>
    foldersOf(join(root, domain)).map((table) => {
      const folder = join(root, domain, table);
      const file = join(folder, 'definition.yaml');
      const { data } = readDefinitionFile(file, relative(dirname(sqlRoot), file), schema);
      return { ...data, domain, query: queryOf(folder, data.values) };
    }),
  );
}

const foldersOf = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
    : [];

const queryOf = (folder: string, values: string | undefined): string =>
  values === undefined
    ? readSql(folder, 'query.sql')
    : `with v1 as (${readSql(folder, 'v1.sql')}\n), v2 as (${readSql(folder, 'v2.sql')}\n)
       select * from (${readSql(folder, values)}\n) as compared_values`;
