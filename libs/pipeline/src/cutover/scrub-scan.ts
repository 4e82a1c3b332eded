import { quoteIdentifier, type Session } from '@acme/db';
import { isMask, isRaw, isToken, looksPersonal } from './raw-value';
import type { ScrubColumn, ScrubTable } from './scrub-tables';

/** What a full scan counted in one column, rows each. */
export interface ScannedColumn {
  readonly table: string;
  readonly column: string;
  /** What its values are; `other`: no personal column, looked through for addresses and numbers. */
  readonly what: string;
  /** Raw personal values, or what looks like some. */
  readonly raw: number;
  readonly tokens: number;
  readonly masked: number;
}

/** Reads every row of a table once and counts what its columns hold. */
export async function scanTable(session: Session, table: ScrubTable): Promise<ScannedColumn[]> {
  const looked = table.columns.filter(({ treatment, holds }) => treatment ?? holds === 'text');
  if (looked.length === 0) return [];
  const counts = looked.flatMap((column, nth) => [
    count(rawIn(column), `raw_${nth}`),
    count(column.treatment ? isToken(column) : 'false', `tokens_${nth}`),
    count(column.treatment ? isMask(column, column.treatment) : 'false', `masked_${nth}`),
  ]);
  const row = await session.one<Record<string, string>>(
    `select ${counts.join(', ')} from only ${quoteIdentifier(table.name)}`,
  );
  return looked.map(({ name, treatment }, nth) => ({
    table: table.name,
    column: name,
    what: treatment?.what ?? 'other',
    raw: Number(row[`raw_${nth}`]),
    tokens: Number(row[`tokens_${nth}`]),
    masked: Number(row[`masked_${nth}`]),
  }));
}

const rawIn = (column: ScrubColumn) =>
  column.treatment ? isRaw(column, column.treatment) : looksPersonal(column);

const count = (condition: string, name: string) => `count(*) filter (where ${condition})::text as ${name}`;
