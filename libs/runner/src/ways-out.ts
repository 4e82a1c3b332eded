import { visibleLines } from '@acme/errors';

/** Text for a person, on standard output: lines of our own making, in which nothing unseen is left. */
export const say = (text: string): void => void process.stdout.write(`${visibleLines(text)}\n`);

/** The same on standard error, for what is no result: progress of another kind, and complaints. */
export const sayAside = (text: string): void => void process.stderr.write(`${visibleLines(text)}\n`);

/**
 * What to do when the reader of a standard stream has gone, as `head` has after its lines: nothing more is written, and the
 * work goes on to its own end. `unread` is for programs that have nothing else to do.
 */
export function goOnUnread(unread: () => void = () => undefined): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      unread();
    });
}
