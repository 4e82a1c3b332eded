import type { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { copiesIn, copiesOut } from './copies';
import { dropConnection } from './end-connection';
import { classifyDatabaseError } from './sqlstate';

/** One end of a copy: a session, the COPY statement there, and what the database is called in messages. */
export interface CopyEnd {
  readonly client: Client;
  readonly statement: string;
  readonly name: string;
  /** Says what its errors mean, where more is known than the SQLSTATE. */
  readonly explain?: { explain(error: unknown, statement: string): unknown };
}

const meaning = (error: unknown, { name, statement, explain }: CopyEnd): unknown =>
  explain ? explain.explain(error, statement) : classifyDatabaseError(error, name);

/**
 * Streams a COPY of one database through `transform` into one of another; memory stays flat because every stage
 * waits for the next. Gives the number of rows the target took. After a failure the connection to the
 * source is gone: what the server goes on sending could not be told from the next answer.
 * @throws what the first of the two databases that failed means, classified by its name
 */
export async function copyThrough(
  source: CopyEnd,
  transform: Transform,
  target: CopyEnd,
  signal?: AbortSignal,
): Promise<number> {
  const input = source.client.query(copyTo(source.statement));
  const output = target.client.query(copyFrom(target.statement));
  copiesOut.set(input, input);
  copiesIn.set(output, output);
  let failed: CopyEnd | undefined;
  input.once('error', () => (failed ??= source));
  output.once('error', () => (failed ??= target));
  try {
    await pipeline(input, transform, output, signal ? { signal } : {});
  } catch (error) {
    dropConnection(source.client);
    throw failed ? meaning(error, failed) : error;
  }
  return output.rowCount ?? 0;
}

/**
 * Streams a COPY through `transforms` into `sink`; memory stays flat. After a failure the connection is gone.
 * @throws what the database's error means, or what a transform or the sink threw
 */
export async function copyOut(
  source: CopyEnd,
  transforms: readonly Transform[],
  sink: Writable,
  signal: AbortSignal,
): Promise<void> {
  const input = source.client.query(copyTo(source.statement));
  copiesOut.set(input, input);
  let failed = false;
  input.once('error', () => (failed = true));
  try {
    await pipeline([input, ...transforms, sink], { signal });
  } catch (error) {
    dropConnection(source.client);
    throw failed ? meaning(error, source) : error;
  }
}
