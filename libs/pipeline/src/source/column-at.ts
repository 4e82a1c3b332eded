const identifier = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
const columnReference = new RegExp(String.raw`^(?:${identifier}\s*\.\s*)*(${identifier})`, 'u');

/**
 * The column that the server's position points at: the position is the same in every language, the message is
 * not. Undefined where it points into something else, such as the body of a function.
 */
export function columnAt(statement: string, position: string | undefined): string | undefined {
  if (position === undefined) return undefined;
  // PostgreSQL counts characters, from 1 on.
  const rest = [...statement].slice(Number(position) - 1).join('');
  const name = columnReference.exec(rest)?.[1];
  if (!name) return undefined;
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
}
