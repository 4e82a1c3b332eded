/** One thing that speaks for or against flipping a flag now. */
export interface Condition {
  readonly name: string;
  /** `note`: worth knowing, no hindrance. */
  readonly verdict: 'ok' | 'not ok' | 'note';
  readonly found: string;
  /** What to do about it. */
  readonly todo?: string;
}

export const ok = (name: string, found: string): Condition => ({ name, verdict: 'ok', found });

export const notOk = (name: string, found: string, todo: string): Condition => ({
  name,
  verdict: 'not ok',
  found,
  todo,
});

export const note = (name: string, found: string, todo?: string): Condition => ({
  name,
  verdict: 'note',
  found,
  ...(todo ? { todo } : {}),
});

const named = 8;

/** The first few of a list, and how many more there are. */
export const listed = (items: readonly string[], most = named, separator = ', '): string =>
  items.length <= most
    ? items.join(separator)
    : `${items.slice(0, most).join(separator)} and ${items.length - most} more`;
