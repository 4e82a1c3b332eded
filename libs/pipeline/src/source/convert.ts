import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findSqlRoot, readSql } from '@acme/db';
import type { Entity } from '@acme/models';
import type { SourceContext } from '../context/load-context';
import { createScratchAs, type Scratch } from '../sql/scratch';
import { convertedColumns } from './staging';

/** Extraction queries of one's own may leave the conversion to the project's. */
function conversion({ sourcesFolder }: SourceContext, ...path: string[]): string | undefined {
  const folders = [sourcesFolder, join(findSqlRoot(), 'sources', 'legacy')];
  const folder = folders.find((candidate) => existsSync(join(candidate, ...path)));
  return folder && readSql(folder, ...path);
}

/** The query that makes the entity's rows; undefined where there is none. */
export const conversionText = (context: SourceContext, name: string) =>
  conversion(context, 'convert', `${name}.sql`);

/** Makes the entity's rows of the source's: one of each, with what is wrong with it in `defects`. */
export async function convert(
  context: SourceContext,
  entity: Entity,
  legacy: Scratch<'legacy_rows'>,
): Promise<Scratch<'staging'>> {
  const staging = await convertTo(context, entity, [...convertedColumns(entity), 'defects::text[]']);
  if (staging.rows !== legacy.rows)
    throw new Error(`the conversion made ${staging.rows} rows of ${legacy.rows} of ${entity.name}`);
  return staging;
}

/** Makes the rows of an embedded child of the source's rows: any number of each. */
export const convertChildren = (
  context: SourceContext,
  child: Entity,
  _legacy: Scratch<'legacy_rows'>,
): Promise<Scratch<'staging'>> => convertTo(context, child, convertedColumns(child));

function convertTo(
  context: SourceContext,
  { name }: Entity,
  columns: readonly string[],
): Promise<Scratch<'staging'>> {
  const query = conversionText(context, name);
  if (!query) throw new Error(`there is no conversion of ${name}`);
  return createScratchAs(
    context.warehouse,
    'staging',
    `select ${columns.join(', ')} from (${query}\n) as converted`,
  );
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
