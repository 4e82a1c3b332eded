import { quoteIdentifier } from '@acme/db';
import type { Entity } from '@acme/models';

/**
 * An SQL expression, the same for source, staging and core, for a hash of what tells versions of a row
 * apart: its key, when it last changed, and what may change without that.
 */
export function rowHash(entity: Entity): string {
  // Instants that the model refuses may be too far away to be counted in microseconds.
  const version =
    entity.cursor.kind === 'updated'
      ? `case when updated_at >= '1970-01-01T00:00Z' and updated_at < '2200-01-01T00:00Z'
           then (extract(epoch from updated_at) * 1000000)::bigint end`
      : '0';
  const swept = (entity.swept ?? []).map(
    (column, nth) => `# hashtextextended(coalesce(${quoteIdentifier(column)}::text, ''), ${nth + 1})`,
  );
  return [`hashint8extended(id, ${version})`, ...swept].join(' ');
}
