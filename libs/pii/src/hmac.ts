import { compress, initialState, schedule } from './sha256';

const blockBytes = 64;

/**
 * HMAC-SHA-256 (RFC 2104) under one key of 32 bytes. The key's inner and outer blocks are hashed once; a
 * message of up to 55 bytes then takes two compressions and allocates nothing.
 */
export class Hmac {
  private readonly inner: Int32Array;
  private readonly outer: Int32Array;
  /** The last digest, as eight big-endian words. */
  readonly digest = new Int32Array(8);

  constructor(key: Uint8Array) {
    if (key.length !== 32) throw new Error('an HMAC key has 32 bytes');
    this.inner = keyBlock(key, 0x36);
    this.outer = keyBlock(key, 0x5c);
  }

  /** Leaves the HMAC of the first `length` bytes of `message` in `digest`. */
  update(message: Uint8Array, length: number): void {
    const { digest } = this;
    digest.set(this.inner);
    let offset = 0;
    for (; length - offset >= blockBytes; offset += blockBytes) {
      for (let i = 0, at = offset; i < 16; i++, at += 4) schedule[i] = word(message, at);
      compress(digest);
    }
    const rest = length - offset;
    const fullWords = rest >>> 2;
    for (let i = 0, at = offset; i < fullWords; i++, at += 4) schedule[i] = word(message, at);
    // The last, partial word takes the closing bit; what follows is zero.
    let last = 0;
    const tail = offset + fullWords * 4;
    for (let i = 0; i < 4; i++)
      last = (last << 8) | (i < (rest & 3) ? message[tail + i]! : i === (rest & 3) ? 0x80 : 0);
    schedule[fullWords] = last;
    schedule.fill(0, fullWords + 1, 16);
    if (rest > 55) {
      compress(digest);
      schedule.fill(0, 0, 16);
    }
    const bits = (blockBytes + length) * 8;
    schedule[14] = Math.floor(bits / 2 ** 32);
    schedule[15] = bits | 0;
    compress(digest);
    for (let i = 0; i < 8; i++) schedule[i] = digest[i]!;
    schedule[8] = 0x80000000 | 0;
    schedule.fill(0, 9, 15);
    schedule[15] = (blockBytes + 32) * 8;
    digest.set(this.outer);
    compress(digest);
  }
}

const word = (bytes: Uint8Array, at: number) =>
  (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;

function keyBlock(key: Uint8Array, pad: number): Int32Array {
  const block = new Uint8Array(blockBytes).fill(pad);
  key.forEach((byte, i) => (block[i] = byte ^ pad));
  for (let i = 0; i < 16; i++) schedule[i] = word(block, i * 4);
  const state = Int32Array.from(initialState);
  compress(state);
  return state;
}
