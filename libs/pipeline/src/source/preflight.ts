import { ConfigurationError, ContractError } from '@acme/errors';
import type { Entity } from '@acme/models';
import type { SourceContext } from '../context/load-context';
import { withChildren } from '../definitions/generation';
import { extractionQuery } from '../sql/extract-sql';
import { coreDifferences } from './core-differences';
import { sourceDifferences } from './source-differences';

/**
 * Compares what every extraction query would return, by name and type, with its model, before a row is
 * read, and the tables of core with the models.
 * @throws ContractError with all differences of all entities; ConfigurationError for those of core
 */
export async function preflight(context: SourceContext, entities: readonly Entity[]): Promise<void> {
  const lacking: string[] = [];
  for (const entity of withChildren(entities))
    lacking.push(...(await coreDifferences(context.warehouse, entity)));
  if (lacking.length > 0)
    throw new ConfigurationError(
      `the warehouse's tables are not what the models say: ${lacking.join('; ')}`,
      'a column of a model needs a migration (sql/warehouse) that makes it; the source is not to blame, and nothing was read',
    );
  const differences: string[] = [];
  for (const entity of entities) {
    const query = extractionQuery(context.sourcesFolder, entity);
    const returned = entity.sourceShape ?? entity;
    differences.push(...(await sourceDifferences(context.source, context.job.service, query, returned)));
  }
  if (differences.length === 0) return;
  throw new ContractError(
    `the ${context.job.service} source does not match its contract: ${differences.join('; ')}`,
    differences,
    'restore the columns, or adapt the extraction query (SOURCES_SQL_DIR); nothing was read',
  );
}
