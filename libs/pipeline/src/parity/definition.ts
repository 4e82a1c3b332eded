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
  if (!existsSync(root)) return [];
  return readdirSync(root).flatMap((domain) =>
    readdirSync(join(root, domain)).map((table) => {
      const folder = join(root, domain, table);
      const file = join(folder, 'definition.yaml');
      const { data } = readDefinitionFile(file, relative(dirname(sqlRoot), file), schema);
      return { ...data, domain, query: readSql(folder, 'query.sql') };
    }),
  );
}
