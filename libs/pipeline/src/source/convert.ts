import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findSqlRoot, quoteIdentifier, readSql } from '@acme/db';
import type { Entity } from '@acme/models';
import type { SourceContext } from '../context/load-context';
import { arrivingType, coreColumns } from '../sql/core-table';
import { legacyRows, staging } from './staging';
import { tempTable } from '../sql/temp-table';

/** Extraction queries of one's own may leave the conversion to the project's. */
function conversion(context: SourceContext, ...path: string[]): string | undefined {
  const folders = [context.sourcesFolder, join(findSqlRoot(), 'sources', 'legacy')];
  const folder = folders.find((candidate) => existsSync(join(candidate, ...path)));
  return folder && readSql(folder, ...path);
}

/** The query that makes the entity's rows; undefined where there is none. */
export const conversionText = (context: SourceContext, name: string) =>
  conversion(context, 'convert', `${name}.sql`);

/**
 * Makes the entity's rows, in staging, of the source's rows in `legacy_rows`, with what is wrong with each
 * in `defects`. One row comes of each, except of parts.
 */
export async function convert(context: SourceContext, entity: Entity, isPart = false): Promise<number> {
  const { warehouse } = context;
  const query = conversionText(context, entity.name);
  if (!query) throw new Error(`there is no conversion of ${entity.name}`);
  const columns = coreColumns(entity).map(
    ({ name, type }) => `${quoteIdentifier(name)}::${arrivingType(type)}`,
  );
  const converted = await tempTable(
    warehouse,
    staging,
    `as select ${columns.join(', ')}${isPart ? '' : ', defects::text[]'} from (${query}\n) as converted`,
  );
  if (isPart) return converted;
  const { arrived } = await warehouse.one<{ arrived: string }>(
    `select count(*)::text as arrived from ${legacyRows}`,
  );
  if (Number(arrived) !== converted)
    throw new Error(`the conversion made ${converted} rows of ${arrived} of ${entity.name}`);
  return converted;
}

/**
 * The keys of rows that a conversion would make other rows of now, because of what it read elsewhere. What this
 * run has refused already it has judged by what is there now.
 */
export async function rowsToReconvert(context: SourceContext, entity: Entity): Promise<string[]> {
  const query = entity.sourceShape && conversion(context, 'reconvert', `${entity.name}.sql`);
  if (!query) return [];
  const rows = await context.warehouse.rows<{ id: string }>(
    `select distinct id::text from (${query}\n) as reconvert
     where not exists (
       select from etl.quarantine where entity = $1 and source_id = reconvert.id and last_run_id = $2
     )`,
    [entity.name, context.runId],
  );
  return rows.map(({ id }) => id);
}
