import { homes } from './people/countries';
import { mix, purpose, Random } from './random';
import { day, minute } from './time';

/** Something about an account that changes once, at an instant (Infinity: never). */
interface Change<T> {
  readonly at: number;
  readonly to: T;
}

/** All that will ever happen to one account; a pure function of the seed, so any day can be made again. */
export interface Life {
  readonly registeredAt: number;
  readonly verifiedAt: number;
  readonly tier: string | null;
  readonly tierChange: Change<string>;
  /** The status after verification ends. */
  readonly statusChange: Change<string>;
  readonly deletedAt: number;
  /** The user edits the profile: nothing that is extracted changes but updated_at. */
  readonly editedAt: number;
  /** The user moves to another home. */
  readonly move: Change<number>;
  readonly signupSource: string | null;
  readonly language: string | null;
  /** How lively the user is, 1 on average, with a long tail. */
  readonly liveliness: number;
  /** From then on there are no more events. */
  readonly quietFrom: number;
}

const never = Infinity;
const random = new Random();
/** Of the log-normal distribution of liveliness; the mean is brought back to 1. */
const spread = 1.15;

export function lifeOf(seed: number, index: number, registeredAt: number, home: number): Life {
  random.reseed(mix(seed, purpose.life, index, 0));
  const verifiedAt = registeredAt + verificationDelay();
  const tier = random.weighted<string | null>([
    ['free', 0.68],
    ['basic', 0.15],
    ['premium', 0.09],
    ['enterprise', 0.03],
    [null, 0.05],
  ]);
  const tierChange = sometimes(0.2, registeredAt, 70 * day, random.weighted(tierChanges(tier)));
  const statusChange = sometimes(0.3, verifiedAt, 60 * day, random.weighted(endings));
  const deletedAt = sometimes(0.018, registeredAt, 45 * day, null).at;
  const editedAt = sometimes(0.35, registeredAt, 90 * day, null).at;
  const move = sometimes(0.015, registeredAt, 90 * day, random.below(homes.length));
  const gone = statusChange.to === 'inactive' ? never : statusChange.at;
  return {
    registeredAt,
    verifiedAt,
    tier,
    tierChange,
    statusChange,
    deletedAt,
    editedAt,
    move,
    signupSource: random.weighted<string | null>([
      ['web', 0.42],
      ['ios', 0.17],
      ['android', 0.15],
      ['referral', 0.1],
      ['campaign', 0.1],
      [null, 0.06],
    ]),
    language: random.chance(0.03) ? null : random.weighted(homes[home]!.country.languages),
    liveliness: Math.exp(spread * random.normal() - (spread * spread) / 2),
    quietFrom: Math.min(deletedAt, gone),
  };
}

/** Most within minutes, some only days later, some never. */
function verificationDelay(): number {
  const kind = random.next();
  if (kind < 0.8) return random.exponential(6 * minute);
  return kind < 0.93 ? random.exponential(3 * day) : never;
}

function sometimes<T>(probability: number, from: number, mean: number, to: T): Change<T> {
  const after = random.exponential(mean);
  return { at: random.chance(probability) ? from + after : never, to };
}

const endings = [
  ['inactive', 0.45],
  ['churned', 0.5],
  ['suspended', 0.05],
] as const;

/** Upgrades mostly. */
function tierChanges(tier: string | null): readonly (readonly [string, number])[] {
  if (tier === 'enterprise') return [['premium', 1]];
  if (tier === 'premium')
    return [
      ['enterprise', 0.4],
      ['basic', 0.3],
      ['free', 0.3],
    ];
  if (tier === 'basic')
    return [
      ['premium', 0.7],
      ['free', 0.3],
    ];
  return [
    ['basic', 0.65],
    ['premium', 0.35],
  ];
}
