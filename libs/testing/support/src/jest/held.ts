import type { TestServer } from '../test-server';

// Jest loads set-up and tear-down as modules of their own; what they share is global.
const holder = globalThis as { heldTestServers?: TestServer[] };

/** The servers that the run of Jest holds: one per project that asked. */
export const held = (): TestServer[] => (holder.heldTestServers ??= []);
