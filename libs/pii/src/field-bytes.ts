import type { Normaliser } from '@acme/models';
import { normalise } from './normalise';

/** Where normalised bytes are put; grows with the longest value seen and keeps what it holds. */
export class Scratch {
  bytes = Buffer.allocUnsafe(1024);

  reserve(length: number): void {
    if (this.bytes.length >= length) return;
    const larger = Buffer.allocUnsafe(length * 2);
    this.bytes.copy(larger);
    this.bytes = larger;
  }
}

const backslash = 0x5c;
const isSpace = (byte: number) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

/** True for `\N`, COPY's NULL. */
export const isNull = (data: Buffer, start: number, end: number) =>
  end - start === 2 && data[start] === backslash && data[start + 1] === 0x4e;

/**
 * Writes a COPY field, unescaped and normalised, into `scratch` from `at` on and gives its length. Plain
 * ASCII, nearly all there is, is done byte by byte; the rest goes through strings.
 */
export function normaliseField(
  data: Buffer,
  start: number,
  end: number,
  normaliser: Normaliser,
  scratch: Scratch,
  at: number,
): number {
  // One more than the field: the + of a phone number.
  scratch.reserve(at + end - start + 1);
  const out = scratch.bytes;
  for (let i = start; i < end; i++) {
    const byte = data[i]!;
    if (byte === backslash || byte >= 0x80) {
      const text = normalise(unescapeField(data, start, end), normaliser);
      // NFKC makes one letter up to eighteen: room by the result, or a cut value would share its token.
      scratch.reserve(at + text.length * 3);
      return scratch.bytes.write(text, at, 'utf8');
    }
  }
  let length = at;
  switch (normaliser) {
    case 'exact':
      for (let i = start; i < end; i++) out[length++] = data[i]!;
      break;
    case 'phone':
      out[length++] = 0x2b;
      for (let i = start; i < end; i++) if (data[i]! >= 0x30 && data[i]! <= 0x39) out[length++] = data[i]!;
      if (length >= at + 3 && out[at + 1] === 0x30 && out[at + 2] === 0x30) {
        out.copyWithin(at + 1, at + 3, length);
        length -= 2;
      }
      if (length === at + 1) length = at;
      break;
    default:
      while (start < end && isSpace(data[start]!)) start++;
      while (end > start && isSpace(data[end - 1]!)) end--;
      for (let i = start; i < end; i++) {
        const byte = data[i]!;
        if (normaliser === 'text' && isSpace(byte)) {
          if (!isSpace(data[i - 1]!)) out[length++] = 0x20;
        } else out[length++] = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
      }
  }
  return length - at;
}

const escapes: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** The text of a COPY field: backslash sequences undone (PostgreSQL's documentation of COPY, text format). */
export function unescapeField(data: Buffer, start: number, end: number): string {
  // Octal and hexadecimal sequences stand for bytes, not letters: undone before UTF-8 is decoded.
  if (!data.subarray(start, end).includes(backslash)) return data.toString('utf8', start, end);
  const bytes = data
    .toString('latin1', start, end)
    .replace(/\\([0-7]{1,3}|x[0-9a-fA-F]{1,2}|[\s\S])/g, (_, sequence: string) => {
      if (/^[0-7]/.test(sequence)) return String.fromCharCode(Number.parseInt(sequence, 8) & 0xff);
      if (/^x./.test(sequence)) return String.fromCharCode(Number.parseInt(sequence.slice(1), 16));
      return escapes[sequence] ?? sequence;
    });
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** A text as a COPY field has it. */
export const escapeField = (text: string): string =>
  text.replace(/[\\\t\n\r]/g, (found) => escapedAs[found]!);

const escapedAs: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
