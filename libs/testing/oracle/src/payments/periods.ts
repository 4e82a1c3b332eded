import type { Day } from '../base/calendar';
import type { World } from '../base/world';

export const HOUR_MICROS = 3_600_000_000;

/** "Final when the window of the whole row has closed": (end of the local day) + window <= now. */
export const maturityOf = (world: World, day: Day, window: number): string =>
  world.calendar.end(day) + window <= world.now ? 'final' : 'provisional';

/** Elapsed time, half-open: [start, start + window). */
export const isWithin = (instant: number | null, start: number, window: number): boolean =>
  instant !== null && instant >= start && instant < start + window;
