import type { SourceRow } from '../base/types';
import { words } from './words';

/** A row as v2 would have it, and why it is refused; an empty list: it is not. */
export interface Converted {
  row: SourceRow;
  reasons: string[];
  /** Rules of the contract that the row breaks beside another row. */
  breaks?: string[];
}

type Field = keyof typeof words;

/** Collects what is wrong with one row while it is read. */
export class Reading {
  readonly reasons: string[] = [];

  constructor(
    private readonly table: string,
    private readonly row: SourceRow,
  ) {}

  /** The v2 word of a column; a word outside the vocabulary is a reason. */
  word(column: string): string | null {
    const old = this.row[column] ?? null;
    if (old === null) return null;
    const known: Record<string, string> = words[`${this.table}.${column}` as Field];
    if (Object.hasOwn(known, old)) return known[old]!;
    this.reasons.push(`${column}: outside the vocabulary`);
    return null;
  }

  refuse(reason: string): void {
    if (!this.reasons.includes(reason)) this.reasons.push(reason);
  }
}

/** The columns that a v2 row has and a legacy row does not tell. */
export const blank = (columns: string): SourceRow =>
  Object.fromEntries(columns.split(' ').map((column) => [column, null]));
