import { Calendar } from './calendar';
import type { IdBatch } from './ids';
import { lifeOf, type Life } from './life';
import { personOf, type Person } from './people/person';
import { registrations } from './registrations';
import { day, dayOf } from './time';

/** The numbers that a shop is a pure function of. */
export interface ShopPlan {
  readonly seed: number;
  /** When the shop opened; its n-th day begins n × 24 hours later. */
  readonly openedAt: number;
  readonly registrationScale: number;
  /** Sessions a day of a user of liveliness 1 on the first day. */
  readonly activityScale: number;
}

/**
 * Everybody who has registered in a shop's first `days` days, by their position in the order of
 * registration. Every table of every service is told from here, so that they agree with each other.
 * Holds a few numbers per user; rows are made when they are written.
 */
export class World {
  readonly calendar = new Calendar();
  readonly count: number;
  readonly registeredAt: Float64Array;
  readonly home: Uint8Array;
  readonly liveliness: Float64Array;
  readonly quietFrom: Float64Array;
  readonly ids: Float64Array;
  /** The users whose rows are gone: they do nothing any more. */
  readonly erased: Uint8Array;

  constructor(
    readonly plan: Omit<ShopPlan, 'activityScale'>,
    days: number,
    batches: readonly IdBatch[] = [],
  ) {
    const { seed, openedAt, registrationScale } = plan;
    const all = [...registrations(seed, openedAt, days, registrationScale, this.calendar)];
    this.count = all.length;
    this.registeredAt = Float64Array.from(all, ({ at }) => at);
    this.home = Uint8Array.from(all, ({ home }) => home);
    this.liveliness = new Float64Array(this.count);
    this.quietFrom = new Float64Array(this.count);
    for (let index = 0; index < this.count; index += 1) {
      const life = this.life(index);
      this.liveliness[index] = life.liveliness;
      this.quietFrom[index] = life.quietFrom;
    }
    this.erased = new Uint8Array(this.count);
    this.ids = new Float64Array(this.count);
    for (const { firstIndex, firstId } of batches) {
      for (let index = firstIndex; index < this.count; index += 1)
        this.ids[index] = firstId + index - firstIndex;
    }
  }

  life(index: number): Life {
    return lifeOf(this.plan.seed, index, this.registeredAt[index]!, this.home[index]!);
  }

  person(index: number): Person {
    return personOf(this.plan.seed, index, (other) => this.home[other]!);
  }

  /** The first and the last local day on which the user may do something. */
  firstDay(index: number): number {
    return dayOf(this.registeredAt[index]!) - 1;
  }

  lastDay(index: number): number {
    return this.quietFrom[index]! === Infinity ? Infinity : dayOf(this.quietFrom[index]! + day);
  }
}
