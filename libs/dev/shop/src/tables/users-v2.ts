import { field } from '../copy-rows';
import type { Life } from '../life';
import { homes } from '../people/countries';
import { mix, purpose } from '../random';
import { timestamp } from '../time';
import type { World } from '../world';
import type { LastActivity } from './user-activity-v2';

export const copyUsers = (
  table: string,
) => `copy ${table} (id, email, phone, full_name, password_hash, status,
  subscription_tier, email_verified_at, created_at, updated_at, last_activity_at, deleted_at, signup_source,
  country_code, timezone, preferred_language) from stdin`;

const unknownStatuses = ['on_hold', 'merged'];

/** The row of a user as it stands at `until`. */
export function userRow(world: World, index: number, until: number, last: LastActivity): string {
  const life = world.life(index);
  const person = world.person(index);
  const home = homes[life.move.at < until ? life.move.to : world.home[index]!]!;
  const optional = (at: number) => (at < until ? timestamp(at) : null);
  const seen = last.at[index]!;
  return `${[
    String(world.ids[index]),
    person.email,
    person.phone,
    person.fullName,
    passwordHash(world.plan.seed, index),
    statusAt(life, index, until),
    life.tierChange.at < until ? life.tierChange.to : life.tier,
    optional(life.verifiedAt),
    timestamp(life.registeredAt),
    timestamp(Math.max(lastChange(life, until), last.seenAt[index]!)),
    seen === 0 ? null : timestamp(seen),
    optional(life.deletedAt),
    life.signupSource,
    home.country.code,
    home.zone,
    life.language,
  ]
    .map(field)
    .join('\t')}\n`;
}

/** Whether a user's row is another at `to` than it was at `from`, apart from activity. */
export const changesBetween = (life: Life, from: number, to: number): boolean => lastChange(life, to) >= from;

function lastChange(life: Life, until: number): number {
  const { registeredAt, verifiedAt, tierChange, statusChange, deletedAt, editedAt, move } = life;
  const changes = [verifiedAt, tierChange.at, statusChange.at, deletedAt, editedAt, move.at];
  return changes.reduce((latest, at) => (at < until ? Math.max(latest, at) : latest), registeredAt);
}

function statusAt(life: Life, index: number, until: number): string {
  // A few words that are not in the contract.
  if (index % 1000 === 6) return unknownStatuses[Math.floor(index / 1000) % unknownStatuses.length]!;
  if (life.statusChange.at < until) return life.statusChange.to;
  return life.verifiedAt < until ? 'active' : 'pending_verification';
}

/** Looks like bcrypt's; is the hash of nothing. */
function passwordHash(seed: number, index: number): string {
  let text = '';
  for (let part = 1; text.length < 53; part += 1) text += mix(seed, purpose.person, index, part).toString(36);
  return `$2b$12$${text.slice(0, 53)}`;
}
