const printable = (byte: number) => (byte >= 0x20 && byte < 0x7f) || (byte >= 0x09 && byte <= 0x0d);

/**
 * Why a key is none: it can be guessed, since it is no random bytes. Undefined: nothing speaks against it. A random
 * key of 32 bytes is refused less often than once in 10^9. `text` is the base64 that `bytes` come from.
 */
export function weaknessOf(text: string, bytes: Buffer): string | undefined {
  // Hexadecimal digits of enough random bytes are as good as these: 4 bits each.
  const hex = [text, bytes.toString('latin1').trim()].find((form) => /^[0-9a-f]{64,}$/i.test(form));
  if (hex !== undefined) return patternIn(Buffer.from(hex, 'hex'));
  const pattern = patternIn(bytes);
  if (pattern !== undefined) return pattern;
  if (bytes.every(printable)) return 'is text, not random bytes';
  const letters = text.replace(/=+$/, '');
  return letters === letters.toLowerCase() || letters === letters.toUpperCase()
    ? 'is text that was not encoded, not random bytes'
    : undefined;
}

/** All zero, one byte or a word over and over, a count upwards. */
function patternIn(bytes: Buffer): string | undefined {
  const half = Math.floor(bytes.length / 2);
  for (let period = 1; period <= half; period++)
    if (bytes.every((byte, at) => at < period || byte === bytes[at - period]))
      return period === 1 ? 'is one byte over and over' : 'repeats itself';
  const steps = [...bytes].slice(1).map((byte, at) => (byte - bytes[at]! + 256) % 256);
  // Of 32 random bytes some 30 differ.
  if (new Set(bytes).size < 16 || new Set(steps).size < 12) return 'is a pattern, not random bytes';
  return undefined;
}
