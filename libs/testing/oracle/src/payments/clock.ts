const SECOND_MICROS = 1_000_000;

/** The hours that a clock in the zone shows. */
export class HourClock {
  private readonly format: Intl.DateTimeFormat;

  constructor(zone: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** date_trunc('hour', t, zone): the minutes on the clock gone back. An hour that comes twice is two. */
  hourStart(micros: number): number {
    const { minute, second } = this.read(micros);
    const wholeSecond = Math.floor(micros / SECOND_MICROS) * SECOND_MICROS;
    return wholeSecond - (minute * 60 + second) * SECOND_MICROS;
  }

  /** 0 … 23, as the clock shows it at that instant. */
  hourOf(micros: number): number {
    return this.read(micros).hour;
  }

  private read(micros: number): { hour: number; minute: number; second: number } {
    const clock = { hour: 0, minute: 0, second: 0 };
    for (const { type, value } of this.format.formatToParts(Math.floor(micros / 1000))) {
      if (type === 'hour' || type === 'minute' || type === 'second') clock[type] = Number(value);
    }
    return clock;
  }
}
