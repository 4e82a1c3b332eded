import type { Treatment, What } from './personal-column';

const token = 'v[0-9]+_[A-Za-z0-9_-]{22}';
const oneToken = `^${token}$`;
/** Lists of ids, as text or JSON. */
const tokensOnly = `^[][{}",; ]*(${token}[][{}",; ]*)*$`;

/** The masks of the old system, as libs/pii makes them. */
const masks: Partial<Record<What, string>> = {
  email: '^(.?[*]{3}@[^@*, ;]+|[*]{3})$',
  phone: '^[*]{3}-[*]{3}-([0-9]{4}|[*]{4})$',
  name: '^[^ *][*]{3}( [^ *][*]{3})*$',
};

const mailbox = '[^@ *<>"(),;:]+@[^@ *<>"(),;:]+[.][A-Za-z]{2,}';
const international = '[+][0-9][0-9 ().-]{6,}[0-9]';
const national = '(^|[^0-9A-Za-z_.-])[(]?[0-9]{3}[)]?[ .-][0-9]{3}[ .-][0-9]{4}($|[^0-9])';
const instants = '[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9:.+Z-]+)?';

/** Whether a value is a mask. */
export function isMasked(value: string, { what }: Treatment): boolean {
  const mask = masks[what];
  return mask !== undefined && new RegExp(mask, 'u').test(value);
}

/** A column in SQL, and whether it is an array. */
export interface Expression {
  readonly sql: string;
  readonly isArray: boolean;
}

/** An SQL condition: the column holds a raw personal value. */
export const isRaw = (column: Expression, treatment: Treatment): string =>
  anyElement(column, (value) => {
    const { becomes, what } = treatment;
    const mask = masks[what];
    const clean = [
      ...(becomes === 'token' ? [`${value} ~ '${what === 'user' ? tokensOnly : oneToken}'`] : []),
      ...(mask ? [`${value} ~ '${mask}'`] : []),
    ];
    return [`${value} <> ''`, ...clean.map((condition) => `not ${condition}`)].join(' and ');
  });

/** The column holds a token. */
export const isToken = (column: Expression): string => anyElement(column, (value) => `${value} ~ '${token}'`);

/** The column holds a mask. */
export function isMask(column: Expression, { what }: Treatment): string {
  const mask = masks[what];
  return mask ? anyElement(column, (value) => `${value} ~ '${mask}'`) : 'false';
}

/** The column holds something that looks like an e-mail address or a telephone number, wherever in the text. */
export function looksPersonal({ sql }: Expression): string {
  const rest = `regexp_replace(${sql}::text, '${token}|${instants}', ' ', 'g')`;
  return `${rest} ~ '${mailbox}|${international}|${national}'`;
}

const anyElement = ({ sql, isArray }: Expression, condition: (value: string) => string): string =>
  isArray
    ? `exists (select from unnest(${sql}::text[]) as element where ${condition('element')})`
    : `(${condition(`${sql}::text`)})`;
