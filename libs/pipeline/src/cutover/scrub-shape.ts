import { quoteIdentifier, sqlstateOf, type Session } from '@acme/db';
import { DataRefusedError, LockHeldError } from '@acme/errors';
import type { ScrubColumn, ScrubTable } from './scrub-tables';

/** How long a change of type waits for those who use the table. */
const patience = '20s';
/** What the server says of a change that views, rules, constraints or generated columns forbid. */
const forbids = /^(0A|22|23|2B|42(?!501)|54|55000)/;

/**
 * Makes room for tokens: columns of numbers, of short texts and of other types become text (arrays text[]),
 * and columns that are emptied may be NULL. One transaction per table; PostgreSQL writes the table anew
 * where the type really changes, and it is not read meanwhile.
 * @throws DataRefusedError where something that depends on the column forbids it; LockHeldError
 */
export async function makeRoom(session: Session, tables: readonly ScrubTable[]): Promise<void> {
  const roots = new Map(tables.map((table) => [table.root, table]));
  for (const [root, { columns }] of roots) {
    const changes = columns.filter(({ replaced }) => replaced).flatMap(changesOf);
    if (changes.length === 0) continue;
    try {
      await session.transaction(async () => {
        // A session that reads the table for long would keep all others from it while the change waits.
        await session.query(`set local lock_timeout = '${patience}'`);
        for (const change of changes) await session.query(`alter table ${quoteIdentifier(root)} ${change}`);
      });
    } catch (error) {
      const code = sqlstateOf(error);
      if (code === '55P03') {
        throw new LockHeldError(
          `another session has been using ${root} for ${patience}`,
          'scrub again when no session reads it for long; pg_stat_activity shows who does',
        );
      }
      if (!code || !forbids.test(code)) throw error;
      throw new DataRefusedError(
        `the personal columns of ${root} cannot become text (${code})`,
        'drop the views, constraints and generated columns that depend on them, run again, and make them anew',
        { cause: error },
      );
    }
  }
}

function changesOf({ sql, treatment, type, isArray, holds, hasDefault, notNull }: ScrubColumn): string[] {
  if (treatment?.becomes === 'nothing') return notNull ? [`alter column ${sql} drop not null`] : [];
  const wanted = isArray ? 'text[]' : 'text';
  if (type === wanted) return [];
  const value = /^(inet|cidr)$/.test(type) ? `host(${sql})` : `${sql}::${wanted}`;
  return [
    ...(holds === 'numbers' ? [`alter column ${sql} drop identity if exists`] : []),
    ...(hasDefault ? [`alter column ${sql} drop default`] : []),
    `alter column ${sql} type ${wanted} using ${value}`,
  ];
}
