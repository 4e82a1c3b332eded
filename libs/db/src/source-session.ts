import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, QueryResult, QueryResultRow } from 'pg';
import { OperatorError, StoppedError } from '@acme/errors';
import { connect, type ConnectOptions } from './connect';
import { endConnection } from './end-connection';
import { quoteLiteral } from './quote';
import { transactionSettings } from './session-settings';
import { classifyDatabaseError, isTransient } from './sqlstate';

export interface SourceOptions extends Omit<ConnectOptions, 'keeps'> {
  /** Settings that extraction queries read with current_setting. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Says what an error of a statement means, where more is known than its SQLSTATE; else gives it back. */
  readonly explain?: (error: unknown, statement: string) => unknown;
}

const attempts = 3;

/**
 * A source is only read, and nothing is kept in its session: every statement stands in a read-only transaction
 * that carries its own settings. So a pooler may give each transaction to another session, and a
 * connection that was lost between two of them is made anew.
 */
export class SourceSession {
  #client: Client;
  #lost = false;
  #inTransaction = false;
  readonly #begin: string;

  private constructor(
    client: Client,
    private readonly options: SourceOptions,
  ) {
    this.#client = this.#watch(client);
    // Rows that a policy hides would look as if they had been deleted: then PostgreSQL refuses.
    const settings = Object.entries({ ...options.settings, row_security: 'off' });
    this.#begin = [
      'begin isolation level repeatable read, read only',
      transactionSettings(options.statementTimeoutSeconds),
      ...settings.map(([name, value]) => `select set_config('${name}', ${quoteLiteral(value)}, true)`),
    ].join('; ');
  }

  /** @throws DatabaseUnavailableError, AccessDeniedError, ConfigurationError, StoppedError */
  static async open(options: SourceOptions): Promise<SourceSession> {
    return new SourceSession(await connect({ ...options, keeps: 'transaction' }), options);
  }

  /** The connection of the transaction that is open. */
  get client(): Client {
    return this.#client;
  }

  /** What the database is called in messages. */
  get name(): string {
    return this.options.name;
  }

  /** Reads in a transaction of its own, or in the unit's. By itself it is tried again when its connection is lost. */
  async query<R extends QueryResultRow = QueryResultRow>(
    statement: string,
    values?: readonly unknown[],
  ): Promise<QueryResult<R>> {
    if (this.#inTransaction) return this.#read<R>(statement, values);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.unit(() => this.#read<R>(statement, values));
      } catch (error) {
        if (attempt >= attempts || !isTransient(error) || this.options.signal?.aborted) throw error;
        await sleep(200 * 2 ** attempt);
      }
    }
  }

  async rows<R extends QueryResultRow = QueryResultRow>(
    statement: string,
    values?: readonly unknown[],
  ): Promise<R[]> {
    return (await this.query<R>(statement, values)).rows;
  }

  /** Reads as of one instant: repeatable read, read-only. Units do not nest. */
  async unit<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inTransaction) throw new Error('transactions do not nest');
    this.#inTransaction = true;
    try {
      if (this.#lost) this.#client = this.#watch(await connect({ ...this.options, keeps: 'transaction' }));
      await this.#read(this.#begin);
      const result = await work();
      await this.#read('commit');
      return result;
    } catch (error) {
      if (!this.#lost) await this.#client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      this.#inTransaction = false;
    }
  }

  /** What an error of a statement means that was not sent through `query`: a COPY. */
  explain(error: unknown, statement: string): unknown {
    const explained = this.options.explain?.(error, statement) ?? error;
    return classifyDatabaseError(explained, this.name);
  }

  async end(): Promise<void> {
    await endConnection(this.#client);
  }

  async #read<R extends QueryResultRow>(
    statement: string,
    values?: readonly unknown[],
  ): Promise<QueryResult<R>> {
    if (this.options.signal?.aborted) throw new StoppedError();
    try {
      return await (values
        ? this.#client.query<R>(statement, [...values])
        : this.#client.query<R>(statement));
    } catch (error) {
      throw error instanceof OperatorError ? error : this.explain(error, statement);
    }
  }

  #watch(client: Client): Client {
    this.#lost = false;
    const lose = () => {
      if (this.#client === client) this.#lost = true;
    };
    client.once('error', lose);
    client.once('end', lose);
    return client;
  }
}
