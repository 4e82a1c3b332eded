import { visibleLines } from '@acme/errors';

/** Text for a person, on standard output: lines of our own making, in which nothing unseen is left. */
export const say = (text: string): void => void process.stdout.write(`${visibleLines(text)}\n`);

/** The same on standard error, for what is no result: progress of another kind, and complaints. */
export const sayAside = (text: string): void => void process.stderr.write(`${visibleLines(text)}\n`);
