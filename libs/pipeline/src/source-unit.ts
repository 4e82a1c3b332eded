import { Session } from '@acme/db';
import type { RunContext } from './context';

/**
 * Reads the source in one transaction of one snapshot. What the session is set to is set here again: behind a pooler in
 * transaction mode each transaction may meet another session, in which row-level security would hide rows.
 */
export async function sourceUnit<T>(context: RunContext, read: (reader: Session) => Promise<T>): Promise<T> {
  const reader = new Session(context.source, context.job.service, false);
  return reader.unit(async () => {
    await reader.query('set transaction isolation level repeatable read, read only');
    await reader.query('set local row_security to off');
    return read(reader);
  });
}
