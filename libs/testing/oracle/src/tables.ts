import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Tables } from './base/table';

/** Folders that hold no tables of schema analytics. */
const others = ['base', 'legacy', 'v1'];
const load = createRequire(__filename);

/**
 * Every table of schema analytics: what the files of each domain's folder export as `tables`. A new table is a new file,
 * and no list.
 */
export const tables: Tables = Object.assign(
  {},
  ...readdirSync(__dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !others.includes(entry.name))
    .flatMap(({ name: domain }) =>
      readdirSync(join(__dirname, domain))
        .filter((file) => file.endsWith('.ts'))
        .map((file) => (load(join(__dirname, domain, file)) as { tables?: Tables }).tables ?? {}),
    ),
) as Tables;
