import { inUsersDatabase, type ShopConnections } from './session';
import { readState } from './state';

/** What a shop is made of and how far it has come. */
export interface ShopTime {
  readonly seed: number;
  readonly openedAt: Date;
  /** The exclusive end of its time so far. */
  readonly until: Date;
}

/** Undefined when the shop has not been filled yet. */
export async function shopState(connections: ShopConnections): Promise<ShopTime | undefined> {
  const state = await inUsersDatabase(connections, readState);
  return state && { seed: state.seed, openedAt: new Date(state.openedAt), until: new Date(state.until) };
}
