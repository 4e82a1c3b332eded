import { timeOfDay, weekdayOf } from './calendar';
import { deviceOf, type Device } from './people/device';
import { pages, productOf, referrer, searchOf, type Page } from './people/browsing';
import { mix, purpose, Random } from './random';
import { day, hour, second } from './time';
import type { World } from './world';

/** What a session's events have in common. */
interface Session {
  readonly user: number;
  readonly id: string;
  readonly device: Device;
}

/** An event of a user, before it has an id; many wait at a time, so it shares what it can. */
export interface ActivityEvent {
  readonly session: Session;
  readonly type: string;
  readonly at: number;
  /** When the row reaches the table: mostly at once, for a few only days later. */
  readonly insertedAt: number;
  readonly page: Page;
  readonly referrer: string;
  /** -1: unknown. */
  readonly seconds: number;
}

const random = new Random();

/** Adds the session with which a user registers. */
export function firstSession(world: World, user: number, out: ActivityEvent[]): void {
  random.reseed(mix(world.plan.seed, purpose.activity, user, -1));
  addSession(world, user, world.registeredAt[user]! + random.exponential(20 * second), out);
}

/**
 * Adds the sessions of a user's local day, `expected` of them on average. Around a clock change a few
 * users are awake to see it, so that there are events in the hour that comes twice.
 */
export function sessionsOf(
  world: World,
  user: number,
  dayNumber: number,
  expected: number,
  out: ActivityEvent[],
): void {
  const key = mix(world.plan.seed, purpose.activity, user, dayNumber);
  const awake = key % 16 === 0 && world.calendar.clocksChange(world.home[user]!, dayNumber);
  const count = poisson(expected, key / 2 ** 32);
  if (count === 0 && !awake) return;
  random.reseed(key);
  const midnight = world.calendar.midnight(world.home[user]!, dayNumber);
  const weekday = weekdayOf(dayNumber);
  for (let nth = 0; nth < count; nth += 1) {
    addSession(world, user, midnight + timeOfDay(weekday, random.next(), random.next()), out);
  }
  if (awake) addSession(world, user, midnight + (0.5 + 3 * random.next()) * hour, out);
}

/** A Poisson-distributed count from one uniform number, by inversion. */
function poisson(mean: number, uniform: number): number {
  let probability = Math.exp(-mean);
  let below = probability;
  let count = 0;
  while (uniform >= below && count < 1000) {
    count += 1;
    probability *= mean / count;
    below += probability;
  }
  return count;
}

function addSession(world: World, user: number, start: number, out: ActivityEvent[]): void {
  const session = {
    user,
    id: `s${random.below(2 ** 31).toString(36)}${random.below(2 ** 31).toString(36)}`,
    device: deviceOf(world.plan.seed, user, random),
  };
  const steps = 1 + Math.floor(random.exponential(4.6));
  let at = start;
  if (random.chance(0.7)) add(world, out, session, 'login', at, pages.login, -1, referrer(random));
  let inCart = false;
  for (let step = 0; step < steps; step += 1) {
    const seconds = 1 + Math.floor(random.exponential(42));
    at += random.below(second) + 2 * second;
    inCart = addStep(world, out, session, inCart, at, seconds);
    at += seconds * second;
  }
  if (random.chance(0.4)) {
    add(world, out, session, 'logout', at, pages.logout, Math.floor((at - start) / second));
  }
}

/** Gives whether something is in the cart afterwards. */
function addStep(
  world: World,
  out: ActivityEvent[],
  session: Session,
  inCart: boolean,
  at: number,
  seconds: number,
): boolean {
  const kind = random.next();
  if (inCart && kind > 0.6) {
    add(world, out, session, 'checkout_start', at, pages.checkout, seconds);
    if (random.chance(0.6)) add(world, out, session, 'purchase', at + seconds * second, pages.done, -1);
    return false;
  }
  if (kind < 0.4) add(world, out, session, 'page_view', at, pages.home, seconds, referrer(random));
  else if (kind < 0.6) add(world, out, session, 'search', at, searchOf(session.user, random), seconds);
  else if (kind < 0.85) add(world, out, session, 'product_view', at, productOf(random), seconds);
  else if (kind < 0.97) add(world, out, session, 'add_to_cart', at, productOf(random), -1);
  else if (kind < 0.985) add(world, out, session, 'review_submit', at, productOf(random), seconds);
  else add(world, out, session, 'profile_update', at, pages.account, seconds);
  return inCart || (kind >= 0.85 && kind < 0.97);
}

/** Adds an event, unless it would lie before the registration or after the account went quiet. */
function add(
  world: World,
  out: ActivityEvent[],
  session: Session,
  type: string,
  at: number,
  page: Page,
  seconds: number,
  from = '\\N',
): void {
  // One event in two hundred is reported hours or days late, as by an app that was offline.
  const insertedAt = random.chance(0.005) ? at + hour + random.next() * 9 * day : at;
  if (at >= world.quietFrom[session.user]! || at < world.registeredAt[session.user]!) return;
  out.push({ session, type, at, insertedAt, page, referrer: from, seconds });
}

/** The columns from session_id on, as COPY reads them. */
export function restOf({ session, page, referrer, seconds }: ActivityEvent): string {
  const { id, device } = session;
  const duration = seconds < 0 ? '\\N' : seconds;
  return `${id}\t${page.path}\t${referrer}\t${duration}\t${device.kind}\t${device.platform}\t${page.about}\t${device.address}\t${device.agent}`;
}
