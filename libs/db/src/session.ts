import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, QueryResult, QueryResultRow } from 'pg';
import { OperatorError, StoppedError } from '@acme/errors';
import { endConnection } from './end-connection';
import { classifyDatabaseError, isTransient, isWorthDoingAgain } from './sqlstate';

const transactionAttempts = 4;

/** What happens at the beginning of every transaction, inside it. */
export interface TransactionGate {
  /** May refuse by throwing: the transaction is rolled back, and nothing of its work has begun. */
  readonly enter: () => Promise<void>;
  /** After a refusal, outside the transaction: true to begin it again. */
  readonly again: (error: unknown, since: number) => Promise<boolean>;
}

/**
 * The one connection through which a run touches the warehouse. It holds the job's lock too, so a run
 * that has lost its lock has also lost the means to write. In a dry run everything happens inside one
 * transaction that is rolled back at the end, and transactions become savepoints.
 */
export class Session {
  private inTransaction = false;
  /** For transactions that do not bring their own. */
  gate?: TransactionGate;
  private closing = false;
  /** What the server said when it ended the session between two statements. */
  private lastError: unknown;

  /** With a signal, a session that is asked to stop begins no further statement but those of `close`. */
  constructor(
    readonly client: Client,
    readonly name: string,
    readonly dryRun: boolean,
    private readonly signal?: AbortSignal,
  ) {
    client.on('error', (error: unknown) => (this.lastError ??= error));
  }

  async query<R extends QueryResultRow = QueryResultRow>(
    sql: string,
    values?: unknown[],
  ): Promise<QueryResult<R>> {
    if (this.signal?.aborted && !this.closing) throw new StoppedError();
    return this.send<R>(sql, values);
  }

  async rows<R extends QueryResultRow = QueryResultRow>(sql: string, values?: unknown[]): Promise<R[]> {
    return (await this.query<R>(sql, values)).rows;
  }

  async one<R extends QueryResultRow = QueryResultRow>(sql: string, values?: unknown[]): Promise<R> {
    const rows = await this.rows<R>(sql, values);
    if (rows.length !== 1) throw new Error(`expected one row, got ${rows.length}`);
    return rows[0]!;
  }

  /** Number of rows a statement touched. */
  async run(sql: string, values?: unknown[]): Promise<number> {
    return (await this.query(sql, values)).rowCount ?? 0;
  }

  /**
   * Runs `work` as one transaction: all of it is committed, or nothing. Transactions do not nest. `gate`: what comes before
   * the work instead of the session's own; null: nothing.
   */
  async transaction<T>(work: () => Promise<T>, gate: TransactionGate | null = this.gate ?? null): Promise<T> {
    if (this.inTransaction) throw new Error('transactions do not nest');
    for (;;) {
      const since = Date.now();
      let entered = gate === null;
      try {
        return await this.once(async () => {
          await gate?.enter();
          entered = true;
          return work();
        });
      } catch (error) {
        if (entered || !(await gate?.again(error, since))) throw error;
      }
    }
  }

  private async once<T>(work: () => Promise<T>): Promise<T> {
    this.inTransaction = true;
    try {
      await this.query(this.dryRun ? 'savepoint whole' : 'begin');
      const result = await work();
      await this.query(this.dryRun ? 'release savepoint whole' : 'commit');
      return result;
    } catch (error) {
      // A dead connection has rolled back already; the error that matters is the first.
      await this.send(this.dryRun ? 'rollback to savepoint whole' : 'rollback').catch(() => undefined);
      throw error;
    } finally {
      this.inTransaction = false;
    }
  }

  /**
   * Inside a transaction: does something whose failure need not be the transaction's. Gives the error, after which all is as it
   * was before; undefined when it went well.
   */
  async attempt(work: () => Promise<void>): Promise<unknown> {
    await this.query('savepoint attempt');
    try {
      await work();
      await this.query('release savepoint attempt');
      return undefined;
    } catch (error) {
      await this.query('rollback to savepoint attempt');
      return error;
    }
  }

  /**
   * A transaction that is done again, after a pause, where the server took it back because of others (a deadlock, a
   * serialisation failure) or where a source was lost on the way: nothing is lost by that. `work` must not keep
   * anything in memory of a try that failed. In a dry run there is one try: its locks outlive a savepoint. `gate` as for
   * `transaction`; `unless`: errors that the caller sees to.
   */
  async retriedTransaction<T>(
    work: () => Promise<T>,
    gate: TransactionGate | null = this.gate ?? null,
    unless: (error: unknown) => boolean = () => false,
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.transaction(work, gate);
      } catch (error) {
        const heals = (isWorthDoingAgain(error) || isTransient(error)) && !unless(error);
        const over = attempt >= transactionAttempts || this.dryRun || this.signal?.aborted === true;
        if (over || !heals || this.lastError !== undefined) throw error;
        await sleep(Math.random() * 250 * 2 ** attempt);
      }
    }
  }

  async begin(): Promise<void> {
    if (this.dryRun) await this.query('begin');
  }

  /** For what has to be written although the run was asked to stop: how it ended. */
  async close<T>(work: () => Promise<T>): Promise<T> {
    this.closing = true;
    try {
      return await work();
    } finally {
      this.closing = false;
    }
  }

  async end(): Promise<void> {
    if (this.dryRun && this.lastError === undefined) await this.send('rollback').catch(() => undefined);
    await endConnection(this.client);
  }

  private async send<R extends QueryResultRow>(sql: string, values?: unknown[]): Promise<QueryResult<R>> {
    try {
      return await (values ? this.client.query<R>(sql, values) : this.client.query<R>(sql));
    } catch (error) {
      // Beside the error, where no log looks: with it a mistake is found in the file it stands in.
      if (error instanceof Error)
        Object.defineProperty(error, 'statement', { value: sql, configurable: true });
      if (error instanceof OperatorError) throw error;
      // The driver only says that the connection is gone; the server may have said why.
      const told = hasCode(error) || !this.lastError ? error : this.lastError;
      throw classifyDatabaseError(told, this.name);
    }
  }
}

const hasCode = (error: unknown): boolean => typeof (error as { code?: unknown }).code === 'string';
