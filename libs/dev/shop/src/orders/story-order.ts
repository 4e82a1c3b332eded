import type { Placed } from './purchase';

/** An order of a story, before it has a key. */
export type StoryOrder = Omit<Placed, 'key'>;
