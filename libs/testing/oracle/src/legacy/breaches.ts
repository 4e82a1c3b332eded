import { NEVER_NULL } from '../base/contract';
import { isCurrency, neverNullOf } from '../base/fact-contract';
import { breachOfInstant } from '../base/instants';
import { breachesOfLimits } from '../base/limits';
import type { SourceRow } from '../base/types';

/** What a converted row has that the contract of its table does not allow, by the names of v2. */
export function breachesOf(table: string, row: SourceRow, untold: ReadonlySet<string>): string[] {
  const neverNull = table === 'users' || table === 'user_activity' ? NEVER_NULL[table] : neverNullOf(table);
  const missing = neverNull.filter((column) => row[column] === null && !untold.has(`${table}.${column}`));
  const found = missing.map((column) => `${column}: NULL`);
  if (typeof row.currency === 'string' && !isCurrency(row.currency)) found.push('currency: malformed');
  found.push(...breachesOfLimits(table, row));
  for (const [column, value] of Object.entries(row)) {
    if (!column.endsWith('_at') || value === null) continue;
    const breach = breachOfInstant(value);
    if (breach !== null) found.push(`${column}: ${breach}`);
  }
  return found;
}
