import type { Session } from '@acme/db';
import { engineSql } from '../sql/engine-sql';

/** A session that holds a lock on a table; what the role of the ETL may not see is null. */
export interface LockHolder {
  readonly relation: string;
  readonly mode: string;
  /** Null: a prepared transaction. */
  readonly pid: number | null;
  readonly application: string | null;
  readonly state: string | null;
  /** Seconds since its query began; since the last one began where it is idle. */
  readonly querySeconds: number | null;
}

const againstWriting = ['ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'];

/**
 * The other sessions that hold locks on the tables which keep one from writing them; where there are none, all
 * that hold any lock there: these keep one from changing a table's shape.
 */
export async function holdersOf(warehouse: Session, relations: readonly string[]): Promise<LockHolder[]> {
  const all = await warehouse.rows<LockHolder>(engineSql('context', 'lock_holders'), [
    relations,
    againstWriting,
  ]);
  const strong = all.filter(({ mode }) => againstWriting.includes(mode));
  return strong.length > 0 ? strong : all;
}

/** The holders in words, the first five of them. */
export function describeHolders(holders: readonly LockHolder[]): string {
  if (holders.length === 0) return 'a session that has ended by now, or one that only locks rows';
  const described = holders.slice(0, 5).map(({ relation, pid, application, state, querySeconds }) => {
    const who =
      pid === null ? 'a prepared transaction' : `pid ${pid} (${application || 'no application name'})`;
    const age = querySeconds === null ? 'its query cannot be seen' : `its query began ${querySeconds} s ago`;
    return `${relation} by ${who}, ${state ?? 'state unknown'}, ${age}`;
  });
  const more = holders.length - described.length;
  return `${described.join('; ')}${more > 0 ? ` and ${more} more` : ''}`;
}
