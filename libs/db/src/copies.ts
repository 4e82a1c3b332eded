import type { Readable, Writable } from 'node:stream';

/** The COPYs that sessions are at, by the driver's statement, so that it is known whose turn it is. */
export const copiesIn = new WeakMap<object, Writable>();
export const copiesOut = new WeakMap<object, Readable>();
