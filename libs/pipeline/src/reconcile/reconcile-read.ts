import { copyOut, quoteIdentifier } from '@acme/db';
import type { Entity, EmbeddedChild } from '@acme/models';
import { copyPlanOf, createCopyTokeniser } from '@acme/pii';
import type { SourceContext } from '../context/load-context';
import { convertChildren } from '../source/convert';
import { quarantine } from '../source/quarantine';
import { arrivingColumns, coreColumns } from '../sql/core-table';
import { extractionQuery } from '../sql/extract-sql';
import { RowDigest } from '../sql/row-digest';
import { stage } from '../source/stage';
import { removeRefused } from '../source/staging';

/** A core table and the entity of the source whose rows it is filled with. */
export interface Compared {
  readonly entity: Entity;
  readonly source: Entity;
  /** Where the two are not the same. */
  readonly child?: EmbeddedChild;
}

export type OnRow = (id: string, digest: Int32Array) => void;

/**
 * Reads every row of the source as core would have it. Gives the number of rows that are refused, as far as
 * they do not come to `onRow`.
 */
export async function readSource(context: SourceContext, compared: Compared, onRow: OnRow): Promise<number> {
  if (compared.source.sourceShape) return readConverted(context, compared, onRow);
  const { source, keyring, signal } = context;
  const { entity } = compared;
  const columns = entity.columns.map((column) => quoteIdentifier(column.name)).join(', ');
  const copy = `copy (select ${columns} from (${extractionQuery(context.sourcesFolder, entity)}\n) as source) to stdout`;
  const tokeniser = createCopyTokeniser(copyPlanOf(entity), keyring, context.disclosure);
  await source.unit(async () => {
    const end = { client: source.client, statement: copy, name: source.name, explain: source };
    await copyOut(end, [tokeniser], new RowDigest(keyring, onRow), signal);
  });
  return 0;
}

/** Rows that have to be converted go through staging, as when they are loaded. */
async function readConverted(
  context: SourceContext,
  { entity, source, child }: Compared,
  onRow: OnRow,
): Promise<number> {
  const { warehouse } = context;
  const { staging, bad } = await warehouse.transaction(async () => {
    const staged = await stage(context, source, { where: 'true', settings: {} }, false);
    const { refused, rows } = await quarantine(context, source, staged.staging);
    if (!child) return { staging: staged.staging, bad: rows };
    const { legacy } = staged;
    if (!legacy) throw new Error(`${source.name} has embedded children, and no rows to convert them of`);
    await removeRefused(warehouse, legacy, refused);
    return { staging: await convertChildren(context, entity, legacy), bad: 0 };
  });
  await digest(context, entity, staging.name, onRow);
  return bad;
}

export const readCore = (context: SourceContext, entity: Entity, onRow: OnRow): Promise<void> =>
  digest(context, entity, `core.${quoteIdentifier(entity.name)}`, onRow);

/** Columns that only a conversion fills are not among what an entity without one brings. */
async function digest(context: SourceContext, entity: Entity, table: string, onRow: OnRow): Promise<void> {
  const { warehouse, keyring, signal } = context;
  const columns = (entity.sourceShape ? coreColumns(entity) : arrivingColumns(entity))
    .map((column) => quoteIdentifier(column.name))
    .join(', ');
  const statement = `copy (select ${columns} from ${table}) to stdout`;
  await copyOut(
    { client: warehouse.client, statement, name: warehouse.name },
    [],
    new RowDigest(keyring, onRow),
    signal,
  );
}
