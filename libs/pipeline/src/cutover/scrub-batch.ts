import { quoteIdentifier, sqlstateOf, type Session } from '@acme/db';
import { DataRefusedError } from '@acme/errors';
import { createTokenOf, type Keyring } from '@acme/pii';
import { checkStopped } from '../context/stop';
import type { Treatment } from './personal-column';
import { isMasked, isRaw } from './raw-value';
import type { ScrubColumn, ScrubTable } from './scrub-tables';

type Value = string | null | Value[];
type TokenOf = (treatment: Treatment, value: string) => string | null;

/** Fewer rows than this are in a block of any table worth the name; only speed depends on it. */
const rowsPerBlock = 50;

/**
 * Replaces the raw values of one table, at most `batchRows` rows in a transaction. Where it stands is given
 * by the rows alone: those done hold no raw value. Tells the rows of each batch once it is committed.
 */
export async function scrubTable(
  session: Session,
  table: ScrubTable,
  tokenOf: TokenOf,
  { batchRows, signal, onBatch }: { batchRows: number; signal: AbortSignal; onBatch: (rows: number) => void },
): Promise<void> {
  const columns = table.columns.filter(({ replaced }) => replaced);
  if (columns.length === 0) return;
  const { blocks } = await session.one<{ blocks: string }>(
    `select (pg_relation_size(to_regclass($1)) / current_setting('block_size')::bigint)::text as blocks`,
    [quoteIdentifier(table.name)],
  );
  const width = Math.ceil(batchRows / rowsPerBlock);
  for (let from = 0; from < Number(blocks); from += width) {
    for (let complete = false; !complete;) {
      checkStopped({ signal });
      const rows = await session.transaction(() =>
        scrubBatch(session, table, columns, tokenOf, { from, to: from + width, limit: batchRows }),
      );
      complete = rows < batchRows;
      if (rows > 0) onBatch(rows);
    }
  }
}

/** The rows of a range of blocks that hold raw values, up to a limit. Values go no further than this process. */
async function scrubBatch(
  session: Session,
  { name }: ScrubTable,
  columns: readonly ScrubColumn[],
  tokenOf: TokenOf,
  { from, to, limit }: { from: number; to: number; limit: number },
): Promise<number> {
  const table = quoteIdentifier(name);
  const raw = columns.map((column) => isRaw(column, column.treatment!));
  const cast = (column: ScrubColumn) => `${column.sql}::text${column.isArray ? '[]' : ''}`;
  const found = await session.rows<Record<string, Value> & { place: string }>(
    `select ctid::text as place, ${columns.map((column, nth) => `case when ${raw[nth]} then ${cast(column)} end as c${nth}`).join(', ')}
     from only ${table}
     where ctid >= '(${from},0)'::tid and ctid < '(${to},0)'::tid and (${raw.join(' or ')})
     limit ${limit} for update`,
  );
  if (found.length === 0) return 0;
  const replacements = columns.map((column, nth) =>
    found.map((row) => literal(replace(row[`c${nth}`] ?? null, column, tokenOf))),
  );
  const lists = columns.map((_, nth) => `$${nth + 2}::text[]`).join(', ');
  const places = columns.map((_, nth) => `c${nth}`).join(', ');
  const sets = columns.map(
    (column, nth) =>
      `${column.sql} = case when ${raw[nth]} then replacement.c${nth}::${column.type} else old.${column.sql} end`,
  );
  try {
    const written = await session.run(
      `update only ${table} as old set ${sets.join(', ')}
       from unnest($1::tid[], ${lists}) as replacement (place, ${places})
       where old.ctid = replacement.place`,
      [found.map(({ place }) => place), ...replacements],
    );
    if (written !== found.length)
      throw new Error(`${written} of ${found.length} rows of ${name} were written`);
  } catch (error) {
    // What a constraint of the old system forbids; its detail would hold values.
    if (!sqlstateOf(error)?.startsWith('23')) throw error;
    throw new DataRefusedError(
      `a constraint of ${name} forbids the tokens (${sqlstateOf(error)}): two values can be the same once normalised`,
      'drop the constraint (unique, check or foreign key) on its personal columns, then run again',
    );
  }
  return found.length;
}

function replace(value: Value, column: ScrubColumn, tokenOf: TokenOf): Value {
  if (value === null || column.treatment!.becomes === 'nothing') return null;
  if (Array.isArray(value)) return value.map((element) => replace(element, column, tokenOf));
  const token = tokenOf(column.treatment!, value);
  return token ?? (column.notNull ? '' : null);
}

/** An array as PostgreSQL writes it; tokens need no quotes. */
const literal = (value: Value): string | null =>
  Array.isArray(value)
    ? `{${value.map((element) => literal(element) || (element === null ? 'NULL' : '""')).join(',')}}`
    : value;

const token = /^v\d+_[A-Za-z0-9_-]{22}$/;
const listOfIds =
  /^[\][{}",; ]*(v\d+_[A-Za-z0-9_-]{22}|\d+)([\][{}",; ]+(v\d+_[A-Za-z0-9_-]{22}|\d+))*[\][{}",; ]*$/;
const idsAndTokens = /v\d+_[A-Za-z0-9_-]{22}|\d+/g;

/** Makes what the tokenising copy would have made of a value; hashes are hashed again as the text they are. */
export function createReplacer(keyring: Keyring): TokenOf {
  const known = new Map<string, (value: string) => string | null>();
  const plain = (treatment: Treatment, value: string): string | null => {
    if (treatment.becomes === 'nothing') return null;
    if (token.test(value) || isMasked(value, treatment)) return value;
    const { key, normalise } = treatment;
    const tokenOf = known.get(key) ?? createTokenOf(keyring, key, normalise);
    known.set(key, tokenOf);
    return tokenOf(treatment.what === 'hash' ? value.trim().toLowerCase() : value);
  };
  return (treatment, value) =>
    treatment.what === 'user' && listOfIds.test(value)
      ? value.replace(idsAndTokens, (id) => plain(treatment, id)!)
      : plain(treatment, value);
}
