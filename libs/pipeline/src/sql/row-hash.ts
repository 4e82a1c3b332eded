import { quoteIdentifier } from '@acme/db';
import type { Entity } from '@acme/models';

/**
 * An SQL expression, the same for source, staging and core, for a hash of what distinguishes versions of a
 * row: its key, when it last changed (or when the event was: another event may take a restored table's id), and what
 * may change without that.
 */
export function rowHash(entity: Entity): string {
  // Instants that the model refuses may be too far away to be counted in microseconds.
  const instant = entity.cursor.kind === 'updated' ? 'updated_at' : quoteIdentifier(entity.cursor.eventTime);
  const version = `case when ${instant} >= '1970-01-01T00:00Z' and ${instant} < '2200-01-01T00:00Z'
    then (extract(epoch from ${instant}) * 1000000)::bigint end`;
  const swept = (entity.hashedColumns ?? []).map(
    (column, nth) => `# hashtextextended(coalesce(${quoteIdentifier(column)}::text, ''), ${nth + 1})`,
  );
  return [`hashint8extended(id, ${version})`, ...swept].join(' ');
}
