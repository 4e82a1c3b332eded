import type { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/**
 * Streams `copyOut` of one database through `transform` into `copyIn` of another; memory stays flat
 * because every stage waits for the next. Gives the number of rows the target took.
 */
export async function copyThrough(
  source: Client,
  copyOut: string,
  transform: Transform,
  target: Client,
  copyIn: string,
  signal?: AbortSignal,
): Promise<number> {
  const input = source.query(copyTo(copyOut));
  const output = target.query(copyFrom(copyIn));
  await pipeline(input, transform, output, signal ? { signal } : {});
  return output.rowCount ?? 0;
}

/** Streams `copyOut` through `transforms` into `sink`; memory stays flat. */
export async function copyOut(
  source: Client,
  statement: string,
  transforms: readonly Transform[],
  sink: Writable,
  signal: AbortSignal,
): Promise<void> {
  await pipeline([source.query(copyTo(statement)), ...transforms, sink], { signal });
}
