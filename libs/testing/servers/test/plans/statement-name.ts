import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { findSqlRoot, readSql } from '@acme/db';
import type { Executed } from './plan-log';

interface SqlFile {
  readonly path: string;
  readonly text: string;
}

let files: readonly SqlFile[] | undefined;

/** The SQL file that a statement contains, else its first words; before it the step of the job that ran it. */
export function statementName({ step, text }: Pick<Executed, 'step' | 'text'>): string {
  files ??= allFiles();
  const file = files.find((each) => text.includes(each.text));
  return `${step || 'source'}: ${file?.path ?? text.replace(/\s+/g, ' ').trim().slice(0, 100)}`;
}

function allFiles(): SqlFile[] {
  const root = findSqlRoot();
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sql') && !path.startsWith('warehouse'))
    .map((path) => ({ path: relative(root, join(root, path)), text: readSql(root, path) }));
}
