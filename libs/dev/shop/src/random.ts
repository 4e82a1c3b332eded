/** What a stream of random numbers is for; streams of different purposes are independent. */
export const purpose = {
  registrations: 1,
  life: 2,
  person: 3,
  activity: 4,
  erasure: 5,
  growth: 6,
  orders: 7,
  payments: 8,
  stories: 9,
  fulfilment: 10,
  product: 11,
  orderErasure: 12,
} as const;

/** Mixes integers into 32 bits; equal keys give equal results on every machine. */
export function mix(seed: number, purposeOf: number, a: number, b: number): number {
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(purposeOf, 0xc2b2ae35);
  h = scramble(h ^ Math.imul(a | 0, 0x27d4eb2f));
  return scramble(h ^ Math.imul(b | 0, 0x165667b1));
}

/** The finaliser of MurmurHash3: every bit of the input moves about half the bits of the output. */
function scramble(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * A seeded stream of random numbers (mulberry32). Reseeding is cheap, so one object serves the hot
 * loops: every user's every day has its own seed, and any part of the shop can be made again alone.
 */
export class Random {
  #state = 0;

  constructor(seed = 0) {
    this.#state = seed;
  }

  reseed(seed: number): this {
    this.#state = seed;
    return this;
  }

  /** Uniform in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  /** A value by weight; the weights sum to 1. */
  weighted<T>(choices: readonly (readonly [T, number])[]): T {
    let left = this.next();
    for (const [value, weight] of choices) {
      left -= weight;
      if (left < 0) return value;
    }
    return choices.at(-1)![0];
  }

  /** Exponentially distributed. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  /** Normally distributed, mean 0 and deviation 1 (Box–Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }
}
