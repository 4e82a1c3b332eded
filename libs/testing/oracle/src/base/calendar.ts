/** A civil date as its number of days since 1970-01-01, so that D − 30 is plain subtraction. */
export type Day = number;

const DAY_MILLIS = 86_400_000;
const HOUR_MILLIS = 3_600_000;
export const DAY_MICROS = DAY_MILLIS * 1000;

export const dayText = (day: Day): string => new Date(day * DAY_MILLIS).toISOString().slice(0, 10);
export const dayOfText = (text: string): Day => Date.parse(`${text}T00:00:00Z`) / DAY_MILLIS;

/** First of the month of a day, as text: months compare and sort as text. */
export const monthOf = (day: Day): string => `${dayText(day).slice(0, 7)}-01`;

export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = [];
  for (let month = first; month <= last; month = monthOf(dayOfText(month) + 31)) months.push(month);
  return months;
}

/** The month before the one that `world` runs in. */
export const lastCompleteMonth = ({ today }: { today: Day }): string =>
  monthOf(dayOfText(monthOf(today)) - 1);

export function daysBetween(first: Day, last: Day): Day[] {
  const days: Day[] = [];
  for (let day = first; day <= last; day += 1) days.push(day);
  return days;
}

/**
 * "Day D = [first existing instant of D, of the next day) in REPORTING_TIMEZONE." The first existing
 * instant is the earliest one whose wall clock shows D or later. So a midnight that happens twice
 * starts the day at its first time, one that is skipped starts it where the clock lands, and a date
 * that a zone left out altogether is an empty day.
 */
export class Calendar {
  private readonly format: Intl.DateTimeFormat;
  private readonly starts = new Map<Day, number>();

  constructor(zone: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** First microsecond of the day. */
  start(day: Day): number {
    let micros = this.starts.get(day);
    if (micros === undefined) {
      micros = this.firstInstant(day * DAY_MILLIS) * 1000;
      this.starts.set(day, micros);
    }
    return micros;
  }

  /** First microsecond after the day. */
  end(day: Day): number {
    return this.start(day + 1);
  }

  dayOf(micros: number): Day {
    let day = Math.floor(micros / DAY_MICROS);
    while (this.start(day) > micros) day -= 1;
    while (this.end(day) <= micros) day += 1;
    return day;
  }

  /** The wall clock at an instant, written as the UTC milliseconds of the same digits. */
  private wall(millis: number): number {
    const part: Record<string, number> = {};
    for (const { type, value } of this.format.formatToParts(millis)) part[type] = Number(value);
    return Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second);
  }

  /** Earliest instant whose wall clock reads `midnight` or later; offsets lie within ±16 hours. */
  private firstInstant(midnight: number): number {
    const candidates: number[] = [];
    for (let hour = -16; hour < 16; hour += 1) {
      const from = midnight + hour * HOUR_MILLIS;
      const to = from + HOUR_MILLIS;
      const fromOffset = this.wall(from) - from;
      const toOffset = this.wall(to) - to;
      for (const offset of [fromOffset, toOffset]) {
        if (this.wall(midnight - offset) === midnight) candidates.push(midnight - offset);
      }
      if (fromOffset !== toOffset) {
        const change = this.clockChange(from, to, fromOffset);
        if (this.wall(change) >= midnight) candidates.push(change);
      }
    }
    return Math.min(...candidates);
  }

  /** First whole second in (from, to] at which the offset is no longer `fromOffset`. */
  private clockChange(from: number, to: number, fromOffset: number): number {
    let before = from;
    let after = to;
    while (after - before > 1000) {
      const middle = before + Math.floor((after - before) / 2000) * 1000;
      if (this.wall(middle) - middle === fromOffset) before = middle;
      else after = middle;
    }
    return after;
  }
}
