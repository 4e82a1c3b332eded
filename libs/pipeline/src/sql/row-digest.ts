import { Writable } from 'node:stream';
import type { Keyring } from '@acme/pii';
import { Hmac } from '@acme/pii';

/** Rows of one range of ids: how many, and the XOR of their keyed hashes (128 bits, four words). */
export interface BucketDigest {
  rows: number;
  readonly words: Int32Array;
}

const newline = 0x0a;
const tab = 0x09;

/**
 * Takes rows in COPY's text format, id first, as core has them, and calls `onRow` with each id and the keyed
 * hash of the whole row. Chunks may break anywhere; memory is one unfinished row.
 */
export class RowDigest extends Writable {
  private unfinished: Buffer[] = [];
  private readonly hmac: Hmac;

  constructor(
    keyring: Keyring,
    private readonly onRow: (id: string, digest: Int32Array) => void,
  ) {
    super();
    this.hmac = new Hmac(keyring.subkey('reconcile'));
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    try {
      this.unfinished.push(chunk);
      if (chunk.includes(newline)) {
        const data = this.unfinished.length > 1 ? Buffer.concat(this.unfinished) : chunk;
        let start = 0;
        for (let end = data.indexOf(newline); end >= 0; end = data.indexOf(newline, start)) {
          this.row(data.subarray(start, end));
          start = end + 1;
        }
        this.unfinished = start < data.length ? [Buffer.from(data.subarray(start))] : [];
      }
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  private row(line: Buffer): void {
    const idEnd = line.indexOf(tab);
    this.hmac.update(line, line.length);
    this.onRow(line.toString('latin1', 0, idEnd < 0 ? line.length : idEnd), this.hmac.digest);
  }
}

/** Collects rows per bucket of `width` consecutive ids. */
export function bucketDigests(width: number) {
  const buckets = new Map<string, BucketDigest>();
  const add = (id: string, digest: Int32Array) => {
    const key = bucketOf(id, width);
    let bucket = buckets.get(key);
    if (!bucket) buckets.set(key, (bucket = { rows: 0, words: new Int32Array(4) }));
    bucket.rows++;
    for (let word = 0; word < 4; word++) bucket.words[word]! ^= digest[word]!;
  };
  return { buckets, add };
}

export function bucketOf(id: string, width: number): string {
  const number = BigInt(id);
  const size = BigInt(width);
  const quotient = number / size;
  return String(number < 0n && quotient * size !== number ? quotient - 1n : quotient);
}
