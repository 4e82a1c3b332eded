import { createHash } from 'node:crypto';
import type { Column, Entity } from '@acme/models';
import { normalisationVersion } from '@acme/pii';
import { conversionText } from './convert';
import type { SourceContext } from '../context/load-context';
import { extractionQuery } from '../sql/extract-sql';
import { withChildren } from '../definitions/generation';
import { breachReasons } from './model-breaches';

/**
 * A fingerprint of all that decides what core makes of a source row: the model, the extraction query, the conversions, the
 * normalisation. Rows read by another one say something else than a first load would make of them. Descriptions do
 * not count. An embedded child is made as its parent is.
 * @throws ConfigurationError when there is no extraction query
 */
export async function madeOf(context: SourceContext, entity: Entity): Promise<string> {
  const extraction = extractionQuery(context.sourcesFolder, entity);
  const all = withChildren([entity]);
  const made = {
    normalisation: normalisationVersion,
    models: all.map(modelOf),
    refusals: all.map(breachReasons),
    extraction,
    conversions: all.map(({ name }) => (entity.sourceShape ? conversionText(context, name) : null)),
    legacyCurrency: extraction.includes('etl.legacy_currency') ? await legacyCurrency(context) : null,
  };
  return createHash('sha256').update(JSON.stringify(made)).digest('base64url');
}

function modelOf(entity: Entity): unknown {
  return {
    columns: entity.columns.map(columnOf),
    derived: (entity.derived ?? []).map(({ description: _, ...rest }) => rest),
    shown: (entity.disclosed ?? []).map(({ description: _, ...rest }) => rest),
    extra: (entity.extra ?? []).map(({ description: _, ...rest }) => rest),
    untold: entity.unavailable ?? [],
    history: entity.history ?? [],
    parts: (entity.children ?? []).map(({ entity: part, ...rest }) => ({ ...rest, part: part.name })),
    raw: entity.sourceShape ? modelOf(entity.sourceShape) : null,
  };
}

const columnOf = ({ description: _, ...rest }: Column) => rest;

async function legacyCurrency({ warehouse }: SourceContext): Promise<string | null> {
  const { currency } = await warehouse.one<{ currency: string | null }>(
    "select current_setting('etl.legacy_currency', true) as currency",
  );
  return currency;
}
