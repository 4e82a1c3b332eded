import type { Row } from './types';
import type { World } from './world';

/** A metric table: what identifies its rows, and how they follow from the world. */
export interface Table {
  grain: string[];
  compute: (world: World) => Row[];
}

export type Tables = Record<string, Table>;
