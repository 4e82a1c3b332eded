import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findSqlRoot } from '@acme/db';
import { scratchTables, type ScratchName } from '../src/sql/scratch-tables';

const src = join(__dirname, '../src');
const names = Object.keys(scratchTables) as ScratchName[];
/** The declarations, and the only statements that make or drop what they declare. */
const declaring = ['sql/scratch-tables.ts', 'sql/scratch.ts'];

const files = filesBelow(src, '.ts').filter((file) => !declaring.includes(file));
const sqlFiles = filesBelow(findSqlRoot(), '.sql');
const text = (file: string) =>
  readFileSync(file.startsWith('sql/') && file.endsWith('.sql') ? sqlPath(file) : join(src, file), 'utf8');

it('no file makes a temporary table but by its declaration', () => {
  const statement = /create\s+(?:local\s+)?temp(?:orary)?\s+table/i;
  expect(files.filter((file) => statement.test(text(file)))).toEqual([]);
  expect(sqlFiles.map(named).filter((file) => statement.test(text(file)))).toEqual([]);
});

describe.each(names)('%s', (name) => {
  const declared = scratchTables[name];

  const types = [`Scratch<[^>]*'${name}'`, ...aliasesOf(name).map((alias) => `(?:: |<)${alias}\\b`)];
  const handles = new RegExp(types.join('|'));

  it('is made by the files that are declared to write it', () => {
    const call = new RegExp(`createScratch(?:As|With)?\\([^)]*'${name}'`);
    const making = files.filter((file) => call.test(flat(text(file))));
    // Tables of days and months are made by way of their kind.
    const undeclared = making.filter((file) => !isAmong(declared.writers, file));
    expect(undeclared).toEqual([]);
    expect(
      declared.writers.filter((file) => !new RegExp(`\\b${name}\\b|staleTable`).test(text(file))),
    ).toEqual([]);
  });

  it('is read by what is declared to read it, and by nothing else', () => {
    const readers = [
      ...files.filter((file) => handles.test(withoutComments(text(file))) || reads(text(file), name)),
      ...sqlFiles.map(named).filter((file) => reads(text(file), name)),
    ];
    const either = [...declared.writers, ...declared.readers];
    expect(readers.filter((file) => !isAmong(either, file))).toEqual([]);
    const mentions = new RegExp(`\\b(?:${[name, camelCase(name), ...carriersOf(handles)].join('|')})\\b`);
    const unused = declared.readers.filter(
      (one) => !readers.some((file) => isAmong([one], file)) && !mentions.test(anyText(one)),
    );
    expect(unused).toEqual([]);
  });

  it('has readers and writers that exist', () => {
    const paths = [...declared.writers, ...declared.readers].map((one) =>
      one.startsWith('sql/') && !one.endsWith('.ts') ? sqlPath(one) : join(src, one),
    );
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  });
});

/** The types that stand for the table's handle. */
function aliasesOf(name: string): string[] {
  const declaration = new RegExp(`type (\\w+) = (?:[^;]*\\W)?Scratch<[^>]*'${name}'`, 'g');
  return files.flatMap((file) => [...text(file).matchAll(declaration)].map(([, alias]) => alias!));
}

/** The interfaces that have a handle among their fields. */
function carriersOf(handle: RegExp): string[] {
  return files.flatMap((file) =>
    [...withoutComments(text(file)).matchAll(/interface (\w+)[^{]*\{([^}]*)\}/g)]
      .filter(([, , fields]) => handle.test(fields!))
      .map(([, carrier]) => carrier!),
  );
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function isAmong(paths: readonly string[], file: string): boolean {
  return paths.some((one) => file === one || file.startsWith(`${one}/`));
}

/** Of a file; a folder of `sql` has only files that were looked at. */
function anyText(path: string): string {
  return path.endsWith('.ts') || path.endsWith('.sql') ? text(path) : '';
}

/** Whether a statement names the table, rather than a CTE of the same name. */
function reads(source: string, name: string): boolean {
  const plain = withoutComments(source);
  const asCte = new RegExp(
    `\\b${name}\\s+(?:\\([^)]*\\)\\s+)?as\\s+(?:not\\s+)?(?:materialized\\s+)?\\(`,
    'i',
  );
  return (
    new RegExp(
      `\\b(?:from|join|using|into|analyze|truncate|update)\\s+(?:pg_temp\\.)?${name}\\b(?!\\.)`,
      'i',
    ).test(plain) && !asCte.test(plain)
  );
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[^]*?\*\//g, '').replace(/^\s*(?:\/\/|--).*$/gm, '');
}

function flat(source: string): string {
  return source.replace(/\s+/g, ' ');
}

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith(ending) && statSync(join(folder, file)).isFile(),
  );
}

function named(file: string): string {
  return `sql/${file}`;
}

function sqlPath(file: string): string {
  return join(findSqlRoot(), '..', file);
}
