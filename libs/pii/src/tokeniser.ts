import type { TokenKey } from '@acme/models';
import { Hmac } from './hmac';
import type { Keyring } from './keyring';

const alphabet = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
const hashChars = 22;

/** Slots of the cache, a power of two; a value of up to `cachedBytes` bytes is kept in the slot it hashes to. */
const slots = 1 << 16;
const cachedBytes = 24;

/**
 * Makes tokens under one named key: `v<version>_` and the first 128 bits of the HMAC-SHA-256, base64url
 * without padding. A direct-mapped cache of fixed size keeps recent ones: an event stream names the same
 * users over and over.
 */
export class Tokeniser {
  /** Bytes of every token. */
  readonly length: number;
  private readonly prefix: Buffer;
  private readonly hmac: Hmac;
  private readonly cachedLengths = new Uint8Array(slots);
  private readonly cachedValues = new Uint8Array(slots * cachedBytes);
  private readonly cachedTokens: Buffer;

  constructor(keyring: Keyring, key: TokenKey) {
    this.prefix = Buffer.from(`v${keyring.version}_`);
    this.length = this.prefix.length + hashChars;
    this.hmac = new Hmac(keyring.subkey(key));
    this.cachedTokens = Buffer.alloc(slots * this.length);
  }

  /** Writes the token of the first `length` (at least one) bytes of `value` to `out` at `at`; gives the end. */
  write(value: Uint8Array, length: number, out: Uint8Array, at: number): number {
    if (length > cachedBytes) return this.compute(value, length, out, at);
    const slot = slotOf(value, length);
    const from = slot * this.length;
    if (!this.isCached(slot, value, length)) {
      this.compute(value, length, this.cachedTokens, from);
      this.cachedLengths[slot] = length;
      for (let i = 0, to = slot * cachedBytes; i < length; i++) this.cachedValues[to + i] = value[i]!;
    }
    const tokens = this.cachedTokens;
    for (let i = 0; i < this.length; i++) out[at + i] = tokens[from + i]!;
    return at + this.length;
  }

  private isCached(slot: number, value: Uint8Array, length: number): boolean {
    if (this.cachedLengths[slot] !== length) return false;
    for (let i = 0, from = slot * cachedBytes; i < length; i++) {
      if (this.cachedValues[from + i] !== value[i]) return false;
    }
    return true;
  }

  private compute(value: Uint8Array, length: number, out: Uint8Array, at: number): number {
    this.hmac.update(value, length);
    const { digest } = this.hmac;
    for (let i = 0; i < this.prefix.length; i++) out[at + i] = this.prefix[i]!;
    let to = at + this.prefix.length;
    // 128 bits in groups of six, the last one filled up with four zero bits.
    for (let bit = 0; bit < 128; bit += 6) {
      const index = bit >>> 5;
      const shift = 26 - (bit & 31);
      const group =
        shift >= 0
          ? digest[index]! >>> shift
          : (digest[index]! << -shift) | (index < 3 ? digest[index + 1]! >>> (32 + shift) : 0);
      out[to++] = alphabet[group & 63]!;
    }
    return to;
  }
}

/** FNV-1a, folded to a slot. */
function slotOf(value: Uint8Array, length: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < length; i++) hash = Math.imul(hash ^ value[i]!, 0x01000193);
  return (hash ^ (hash >>> 16)) & (slots - 1);
}
