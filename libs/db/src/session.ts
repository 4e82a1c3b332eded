import type { Client, QueryResult, QueryResultRow } from 'pg';
import { classifyDatabaseError } from './sqlstate';

/**
 * The one connection through which a run touches the warehouse. It holds the job's lock too, so a run
 * that has lost its lock has also lost the means to write. In a dry run everything happens inside one
 * transaction that is rolled back at the end, and units of work become savepoints.
 */
export class Session {
  private inUnit = false;

  constructor(
    readonly client: Client,
    readonly name: string,
    readonly dryRun: boolean,
  ) {}

  async query<R extends QueryResultRow = QueryResultRow>(
    sql: string,
    values?: unknown[],
  ): Promise<QueryResult<R>> {
    try {
      return await (values ? this.client.query<R>(sql, values) : this.client.query<R>(sql));
    } catch (error) {
      throw classifyDatabaseError(error, this.name);
    }
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

  /** Runs `work` as one transaction: all of it is committed, or nothing. Units do not nest. */
  async unit<T>(work: () => Promise<T>): Promise<T> {
    if (this.inUnit) throw new Error('units of work do not nest');
    this.inUnit = true;
    try {
      await this.query(this.dryRun ? 'savepoint unit' : 'begin');
      const result = await work();
      await this.query(this.dryRun ? 'release savepoint unit' : 'commit');
      return result;
    } catch (error) {
      // A dead connection has rolled back already; the error that matters is the first.
      await this.query(this.dryRun ? 'rollback to savepoint unit' : 'rollback').catch(() => undefined);
      throw error;
    } finally {
      this.inUnit = false;
    }
  }

  async begin(): Promise<void> {
    if (this.dryRun) await this.query('begin');
  }

  async end(): Promise<void> {
    if (this.dryRun) await this.query('rollback').catch(() => undefined);
    await this.client.end().catch(() => undefined);
  }
}
