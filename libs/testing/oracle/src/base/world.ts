import { Calendar, type Day } from './calendar';
import { keepsEventContract, keepsUserContract } from './contract';
import { readFacts, type Facts } from './facts';
import { toMicros, type Micros, type OracleInput, type SourceEvent, type SourceUser } from './types';

export interface Attributes {
  status: string;
  tier: string;
  country: string;
}

export interface User {
  id: string;
  source: SourceUser;
  createdAt: number;
  createdDay: Day;
  verifiedAt: number | null;
  deletedAt: number | null;
}

export interface Event {
  userId: string;
  type: string;
  platform: string;
  at: number;
  day: Day;
}

export const UNKNOWN = 'unknown';

/** What exists before now: the rows that keep the contract, indexed by user and by local day. */
export class World {
  readonly now: number;
  readonly calendar: Calendar;
  /** "The running day": the local day of now. */
  readonly today: Day;
  readonly users: User[] = [];
  readonly userById = new Map<string, User>();
  /** Every event, of users that are not there too. */
  readonly events: Event[] = [];
  /** Day → user → number of events other than logout. "Active = at least one event other than logout." */
  readonly activityOn = new Map<Day, Map<string, number>>();
  /** Orders, payments, refunds, disputes and notifications. */
  readonly facts: Facts;
  private readonly historyOf = new Map<string, { from: number; attributes: Attributes }[]>();

  constructor(readonly input: OracleInput) {
    this.now = toMicros(input.now);
    this.calendar = new Calendar(input.zone);
    this.today = this.calendar.dayOf(this.now);
    this.facts = readFacts(input, this.now, this.calendar, input.untold);
    for (const source of input.users) if (keepsUserContract(source)) this.addUser(source);
    for (const source of input.events) if (keepsEventContract(source)) this.addEvent(source);
    for (const value of input.history ?? []) {
      const attributes = namedAttributes(value.status, value.tier, value.country);
      const values = this.historyOf.get(value.userId) ?? [];
      this.historyOf.set(value.userId, [...values, { from: toMicros(value.validFrom), attributes }]);
    }
    for (const values of this.historyOf.values()) values.sort((a, b) => a.from - b.from);
  }

  /** Users active in at least one of the local days `first` … `last`, both included. */
  activeIn(first: Day, last: Day): Set<string> {
    const active = new Set<string>();
    for (let day = first; day <= last; day += 1) {
      for (const userId of this.activityOn.get(day)?.keys() ?? []) active.add(userId);
    }
    return active;
  }

  isActiveOn(userId: string, day: Day): boolean {
    return this.activityOn.get(day)?.has(userId) ?? false;
  }

  /** "Latest history value with valid_from before the end of the day, else the earliest known." */
  attributesAt(user: User, endOfDay: number): Attributes {
    const { status, subscription_tier: tier, country_code: country } = user.source;
    let known = this.historyOf.get(user.id)?.[0]?.attributes ?? namedAttributes(status, tier, country);
    for (const value of this.historyOf.get(user.id) ?? []) {
      if (value.from < endOfDay) known = value.attributes;
    }
    return known;
  }

  /** The local day of an instant of a source's row; null when it has not happened before now. */
  dayOf(instant: Micros | null | undefined): Day | null {
    const micros = this.before(instant ?? null);
    return micros === null ? null : this.calendar.dayOf(micros);
  }

  /** "A user with created_at ≥ now does not exist yet." */
  private addUser(source: SourceUser): void {
    const createdAt = toMicros(source.created_at!);
    if (createdAt >= this.now) return;
    const user: User = {
      id: source.id,
      source,
      createdAt,
      createdDay: this.calendar.dayOf(createdAt),
      verifiedAt: this.before(source.email_verified_at),
      deletedAt: this.before(source.deleted_at),
    };
    this.users.push(user);
    this.userById.set(user.id, user);
  }

  /** "Events at or after now do not count." */
  private addEvent(source: SourceEvent): void {
    const at = toMicros(source.created_at!);
    if (at >= this.now) return;
    const userId = source.user_id!;
    const day = this.calendar.dayOf(at);
    const type = source.activity_type!;
    this.events.push({ userId, type, platform: source.platform ?? UNKNOWN, at, day });
    if (type === 'logout') return;
    const counts = this.activityOn.get(day) ?? new Map<string, number>();
    this.activityOn.set(day, counts.set(userId, (counts.get(userId) ?? 0) + 1));
  }

  /** An instant that has happened before now, else NULL: at or after now it has not happened. */
  private before(instant: SourceUser['deleted_at']): number | null {
    const micros = instant === null ? null : toMicros(instant);
    return micros !== null && micros < this.now ? micros : null;
  }
}

function namedAttributes(status: string | null, tier: string | null, country: string | null): Attributes {
  return { status: status ?? UNKNOWN, tier: tier ?? UNKNOWN, country: country ?? UNKNOWN };
}
