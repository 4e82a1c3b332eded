import { existsSync, readFileSync } from 'node:fs';
import { LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { z } from 'zod';
import { DefinitionError } from './definition-error';

export type Path = readonly (string | number)[];

/** A definition.yaml as its schema has it, and where in the file each part of it stands. */
export interface DefinitionFile<T> {
  readonly data: T;
  /** `file:line` of the part that a path leads to, or of the nearest part above it that is there. */
  readonly place: (path: Path) => string;
}

/** Files that were read before, as they were then: each of several jobs in a process reads all definitions. */
const known = new Map<string, { text: string; schema: unknown; read: DefinitionFile<unknown> }>();

/**
 * Reads a YAML file; `shown` is its name in messages. A file that is as it was is not parsed again.
 * @throws DefinitionError naming file and line of what is no YAML, or breaks the schema
 */
export function readDefinitionFile<T>(file: string, shown: string, schema: z.ZodType<T>): DefinitionFile<T> {
  if (!existsSync(file)) throw new DefinitionError(shown, 'there is no such file');
  const text = readFileSync(file, 'utf8');
  const before = known.get(file);
  if (before?.text === text && before.schema === schema) return before.read as DefinitionFile<T>;
  const read = parse(text, shown, schema);
  known.set(file, { text, schema, read });
  return read;
}

function parse<T>(text: string, shown: string, schema: z.ZodType<T>): DefinitionFile<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors[0];
  if (broken)
    throw new DefinitionError(
      `${shown}:${broken.linePos?.[0].line ?? 1}`,
      `no YAML: ${broken.message.split(' at line ')[0]!}`,
      { cause: broken },
    );
  const place = (path: Path) => {
    const start = nodeAt(document, path)?.range?.[0];
    return start === undefined ? shown : `${shown}:${lines.linePos(start).line}`;
  };
  const parsed = schema.safeParse(document.toJS());
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map(
      (issue) => `${place(issue.path as Path)}: ${issue.path.join('.') || 'the file'}: ${issue.message}`,
    );
    const [first, ...others] = mistakes as [string, ...string[]];
    const [where, ...what] = first.split(': ') as [string, ...string[]];
    throw new DefinitionError(where, [what.join(': '), ...others].join('; '), { cause: parsed.error });
  }
  return { data: parsed.data, place };
}

function nodeAt(document: Document, path: Path): Node | undefined {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as Node | undefined;
    if (node?.range) return node;
  }
  return undefined;
}
