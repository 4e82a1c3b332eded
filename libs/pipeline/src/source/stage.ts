import { copyThrough, quoteIdentifier } from '@acme/db';
import { DataRefusedError } from '@acme/errors';
import type { Entity } from '@acme/models';
import { copyPlanOf, createCopyTokeniser } from '@acme/pii';
import type { SourceContext } from '../context/load-context';
import { convert } from './convert';
import { arrivingColumns } from '../sql/core-table';
import { extractionQuery, selectRows, type Extraction } from '../sql/extract-sql';
import { createStaging, type ArrivedRows } from './staging';
import type { Scratch } from '../sql/scratch';

/** Rows of one extraction, in the warehouse. */
export interface Staged {
  /** As core has them. */
  readonly staging: Scratch<'staging'>;
  /** As the source keeps them; absent where that is the same. */
  readonly legacy?: Scratch<'legacy_rows'>;
}

/** Brings rows into staging: read, tokenised and, where the source keeps them in another form, converted. */
export async function stage(
  context: SourceContext,
  entity: Entity,
  extraction: Extraction,
  byId: boolean,
): Promise<Staged> {
  const table = await createStaging(context.warehouse, entity);
  const rows = await copyRows(context, entity.sourceShape ?? entity, table, extraction, byId);
  await context.warehouse.query(`analyze ${table.name}`);
  if (!isLegacy(table)) return { staging: { name: 'staging', rows } };
  const legacy = { ...table, rows };
  return { staging: await convert(context, entity, legacy), legacy };
}

const isLegacy = (table: ArrivedRows): table is Scratch<'legacy_rows'> => table.name === 'legacy_rows';

/** Returns the number of rows. */
async function copyRows(
  context: SourceContext,
  entity: Entity,
  table: ArrivedRows,
  extraction: Extraction,
  byId: boolean,
): Promise<number> {
  const { source, warehouse, keyring, signal } = context;
  const select = selectRows(extractionQuery(context.sourcesFolder, entity), entity, extraction, byId);
  const tokeniser = createCopyTokeniser(copyPlanOf(entity), keyring, context.disclosure);
  const target = arrivingColumns(entity)
    .map((column) => quoteIdentifier(column.name))
    .join(', ');
  const taken = await source.unit(async () => {
    for (const [name, value] of Object.entries(extraction.settings)) {
      await source.query('select set_config($1, $2, true)', [name, value]);
    }
    return copyThrough(
      { client: source.client, statement: `copy (${select}) to stdout`, name: source.name, explain: source },
      tokeniser,
      {
        client: warehouse.client,
        statement: `copy ${table.name} (${target}) from stdin`,
        name: warehouse.name,
      },
      signal,
    );
  });
  if (taken !== tokeniser.rows) {
    throw new DataRefusedError(
      `${tokeniser.rows} rows of ${entity.name} left the source, ${taken} arrived`,
      'nothing was committed; run again',
    );
  }
  return taken;
}
