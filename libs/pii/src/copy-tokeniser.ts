import { Transform, type TransformCallback } from 'node:stream';
import type { Disclosure } from '@acme/config';
import { DataRefusedError } from '@acme/errors';
import type { DisclosedValue, TokenKey } from '@acme/models';
import type { CopyPlan } from './copy-plan';
import { escapeField, isNull, normaliseField, Scratch, unescapeField } from './field-bytes';
import type { Keyring } from './keyring';
import { mask } from './mask';
import { Tokeniser } from './tokeniser';

const newline = 0x0a;
const tab = 0x09;
const nullMark = Buffer.from('\\N');
const outputBytes = 64 * 1024;

/**
 * Tokenises rows as they stream by in COPY's text format: kept columns pass byte for byte, token columns and
 * derived ones are replaced and appended by the plan. Chunks may break anywhere. Memory is flat: one
 * unfinished row, one output buffer.
 */
export class CopyTokeniser extends Transform {
  /** Rows that have passed. */
  rows = 0;
  /** The pieces of a row whose end has not come yet; joined only then, or a long row is copied over and over. */
  private unfinished: Buffer[] = [];
  private out = Buffer.allocUnsafe(outputBytes);
  private at = 0;
  private readonly scratch = new Scratch();
  private readonly tokenisers = new Map<TokenKey, Tokeniser>();
  /** Columns behind the last one that is looked at are counted, and copied in one go. */
  private readonly lookedAt: number;
  private readonly starts: Int32Array;

  constructor(
    private readonly plan: CopyPlan,
    private readonly keyring: Keyring,
    private readonly disclosure: Disclosure,
  ) {
    super();
    const tokens = plan.columns.flatMap((column, i) => (column.action === 'token' ? [i] : []));
    this.lookedAt =
      1 +
      Math.max(
        -1,
        ...tokens,
        ...plan.derived.flatMap((derived) => derived.parts.map((part) => part.column)),
        ...plan.disclosed.map(({ column }) => column),
      );
    this.starts = new Int32Array(this.lookedAt + 1);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      if (!chunk.includes(newline)) {
        if (chunk.length > 0) this.unfinished.push(chunk);
        return done();
      }
      const data = this.unfinished.length > 0 ? Buffer.concat([...this.unfinished, chunk]) : chunk;
      let start = 0;
      for (let end = data.indexOf(newline); end >= 0; end = data.indexOf(newline, start)) {
        this.row(data, start, end);
        start = end + 1;
      }
      this.unfinished = start < data.length ? [data.subarray(start)] : [];
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    if (this.unfinished.length > 0)
      return done(
        new DataRefusedError('the source ended in the middle of a row', 'nothing was committed; run again'),
      );
    this.send();
    done();
  }

  /** One row: `data` from `start` up to, without, the newline at `end`. */
  private row(data: Buffer, start: number, end: number): void {
    // At most: every looked-at column becomes a token, and the derived ones and those shown come on top.
    this.reserve(
      end - start + (this.lookedAt + this.plan.derived.length + this.plan.disclosed.length) * 40 + 1,
    );
    this.split(data, start, end);
    let copied = start;
    for (let i = 0; i < this.lookedAt; i++) {
      const column = this.plan.columns[i]!;
      if (column.action === 'keep') continue;
      const from = this.starts[i]!;
      const to = this.starts[i + 1]! - 1;
      this.copy(data, copied, from);
      copied = to;
      if (isNull(data, from, to)) this.putNull();
      else this.token(column.key, normaliseField(data, from, to, column.normalise, this.scratch, 0));
    }
    this.copy(data, copied, end);
    for (const derived of this.plan.derived) {
      this.out[this.at++] = tab;
      this.derive(data, derived);
    }
    for (const { column, form } of this.plan.disclosed) {
      const shown = this.show(data, this.starts[column]!, this.starts[column + 1]! - 1, form);
      this.reserve(shown.length + 64);
      this.out[this.at++] = tab;
      this.copy(shown, 0, shown.length);
    }
    this.out[this.at++] = newline;
    this.rows++;
  }

  /**
   * Notes where each looked-at column starts; `starts[i + 1] - 1` is where column i ends.
   * @throws DataRefusedError when the row has another number of columns than the plan.
   */
  private split(data: Buffer, start: number, end: number): void {
    let at = start;
    for (let i = 0; i < this.lookedAt; i++) {
      this.starts[i] = at;
      while (at < end && data[at] !== tab) at++;
      if (at === end && i + 1 < this.lookedAt) this.refuse(i + 1);
      at++;
    }
    this.starts[this.lookedAt] = at;
    // Behind the end already when the last looked-at column ended the row.
    let columns = this.lookedAt + (at <= end ? 1 : 0);
    for (; at < end; at++) if (data[at] === tab) columns++;
    if (columns !== this.plan.columns.length) this.refuse(columns);
  }

  private refuse(columns: number): never {
    throw new DataRefusedError(
      `a row has ${columns} columns instead of ${this.plan.columns.length}`,
      'compare the extraction query with the model',
    );
  }

  /** What v1 tables show of a value, as a field of COPY. */
  private show(data: Buffer, from: number, to: number, form: DisclosedValue['form']): Buffer {
    if (this.disclosure === 'tokens' || isNull(data, from, to)) return nullMark;
    if (this.disclosure === 'direct') return data.subarray(from, to);
    const masked = mask(unescapeField(data, from, to), form);
    return masked ? Buffer.from(escapeField(masked)) : nullMark;
  }

  private derive(data: Buffer, derived: CopyPlan['derived'][number]): void {
    let length = 0;
    let absent = true;
    for (const [i, part] of derived.parts.entries()) {
      if (i > 0) {
        this.scratch.reserve(length + 1);
        this.scratch.bytes[length++] = 0x1f;
      }
      const from = this.starts[part.column]!;
      const to = this.starts[part.column + 1]! - 1;
      if (isNull(data, from, to)) continue;
      const written = normaliseField(data, from, to, part.normalise, this.scratch, length);
      if (written > 0 && derived.unlessAllNull.includes(part.column)) absent = false;
      length += written;
    }
    if (absent) this.putNull();
    else this.token(derived.key, length);
  }

  /** A value that normalises to nothing is no value. */
  private token(key: TokenKey, length: number): void {
    if (length === 0) return this.putNull();
    let tokeniser = this.tokenisers.get(key);
    if (!tokeniser) this.tokenisers.set(key, (tokeniser = new Tokeniser(this.keyring, key)));
    this.at = tokeniser.write(this.scratch.bytes, length, this.out, this.at);
  }

  private putNull(): void {
    this.copy(nullMark, 0, nullMark.length);
  }

  private copy(data: Buffer, from: number, to: number): void {
    this.at += data.copy(this.out, this.at, from, to);
  }

  private reserve(bytes: number): void {
    if (this.at + bytes <= this.out.length) return;
    this.send();
    // Whoever took the last buffer may still hold it: a new one each time.
    this.out = Buffer.allocUnsafe(Math.max(outputBytes, bytes));
  }

  private send(): void {
    if (this.at > 0) this.push(this.out.subarray(0, this.at));
    this.at = 0;
  }
}

/** `disclosure`: what v1 tables may show of personal values; nothing of them leaves otherwise. */
export function createCopyTokeniser(
  plan: CopyPlan,
  keyring: Keyring,
  disclosure: Disclosure = 'tokens',
): CopyTokeniser {
  return new CopyTokeniser(plan, keyring, disclosure);
}
