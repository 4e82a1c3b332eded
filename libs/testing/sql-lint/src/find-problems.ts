import { hasSqlDetails, parse, scan } from 'libpg-query';

/** What is not as the house writes SQL, and in which line. */
export interface Problem {
  readonly line: number;
  readonly what: string;
}

/** Longer lines are hard to read side by side; texts that are shown to people are not broken for that. */
const longest = 140;

/**
 * What a file of SQL breaks: it has to parse as PostgreSQL does, psql's variables aside; keywords and names are lower
 * case, in bodies of functions too; a comma ends its line; indents are spaces; no line is longer than 140 characters but for
 * a text in it.
 */
export async function findProblems(sql: string): Promise<Problem[]> {
  const plain = withoutVariables(sql);
  try {
    await parse(plain);
  } catch (error) {
    if (!hasSqlDetails(error)) throw error;
    return [{ line: lineOf(plain, error.sqlDetails!.cursorPosition), what: error.message }];
  }
  const tokens = await tokensOf(plain);
  return [...linesAmiss(sql, tokens), ...lettersAmiss(tokens)].sort((left, right) => left.line - right.line);
}

/** psql's :"name" and :'name' are names and texts where they stand; all places stay as they are. */
const withoutVariables = (sql: string) => sql.replace(/(?<![:\w]):(?=["'])/g, ' ');

const lineOf = (sql: string, offset: number) =>
  Buffer.from(sql).subarray(0, offset).toString().split('\n').length;

interface Token {
  readonly line: number;
  readonly text: string;
}

/** All tokens, those of the bodies of functions too, which are texts between dollars. */
async function tokensOf(sql: string, firstLine = 1): Promise<Token[]> {
  const found: Token[] = [];
  for (const { start, text } of (await scan(sql)).tokens) {
    const line = firstLine + lineOf(sql, start) - 1;
    found.push({ line, text });
    const body = /^\$(\w*)\$(.*)\$\1\$$/s.exec(text)?.[2];
    if (body !== undefined) found.push(...(await tokensOf(body, line)));
  }
  return found;
}

function linesAmiss(sql: string, tokens: readonly Token[]): Problem[] {
  const withText = new Set(
    tokens.filter(({ text }) => text.startsWith("'") && text.length > 60).map(({ line }) => line),
  );
  const problems: Problem[] = [];
  for (const [nth, line] of sql.split('\n').entries()) {
    const add = (what: string) => problems.push({ line: nth + 1, what });
    if (line.includes('\t')) add('a tab; indent with spaces');
    if (/\s$/.test(line)) add('a space at the end of the line');
    if (/^\s*,/.test(line)) add('a comma at the beginning of the line; it ends the one before');
    if (line.length > longest && !withText.has(nth + 1))
      add(`${line.length} characters; ${longest} are the most`);
  }
  if (!/[^\n]\n$/.test(sql)) problems.push({ line: sql.split('\n').length, what: 'one newline ends a file' });
  return problems;
}

const lettersAmiss = (tokens: readonly Token[]): Problem[] =>
  tokens
    .filter(({ text }) => /^[A-Za-z_]\w*$/.test(text) && text !== text.toLowerCase())
    .map(({ line, text }) => ({ line, what: `${text} in capitals; keywords and names are lower case` }));
