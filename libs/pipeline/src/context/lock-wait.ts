import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { quoteIdentifier, serverErrorOf, type Session, type UnitGate } from '@acme/db';
import { DatabaseUnavailableError } from '@acme/errors';
import { describeHolders, holdersOf } from './lock-holders';
import { checkStopped } from './stop';

/** How long one attempt queues for a lock, milliseconds: sessions that ask for the table meanwhile queue behind it. */
const attemptMs = 1_000;
const pauseMs = 500;
/** From when on it is said who is waited for, milliseconds. */
const silentMs = 10_000;

/** Others kept a table or the ledger locked for as long as a run may wait (exit 69). */
export class LockWaitError extends DatabaseUnavailableError {}

/** True for an error of a statement that gave up waiting for a lock, or was the victim of a deadlock. */
export const isLockError = (error: unknown): boolean =>
  ['55P03', '40P01'].includes(serverErrorOf(error)?.code ?? '');

/**
 * A run's patience with locks that others hold. Each wait is a row of short attempts with pauses, in which the
 * run holds nothing that others may wait for; the seconds that the run may spend waiting are counted together.
 */
export class LockPatience {
  private spentMs = 0;
  private toldAtMs = silentMs;

  constructor(
    private readonly seconds: number,
    private readonly log: Logger,
    private readonly signal: AbortSignal,
    /** Shows it to a person, who sees no log at level info. */
    private readonly show: (step: string) => void = () => undefined,
  ) {}

  get exhausted(): boolean {
    return this.spentMs >= this.seconds * 1000;
  }

  /** How long a statement behind the first may wait, milliseconds: what is left, but never nothing. */
  get leftMs(): number {
    return Math.max(attemptMs, this.seconds * 1000 - this.spentMs);
  }

  /**
   * After an attempt at `what` failed for locks on `relations`: says who is waited for, from ten seconds on, and
   * pauses. `since`: when the attempt began, milliseconds.
   * @throws LockWaitError when the run's patience is at its end; StoppedError
   */
  async pause(warehouse: Session, what: string, relations: readonly string[], since: number): Promise<void> {
    checkStopped({ signal: this.signal });
    this.spentMs += Date.now() - since;
    if (this.exhausted || this.spentMs >= this.toldAtMs) {
      const holders = await holdersOf(warehouse, relations);
      const by = describeHolders(holders);
      if (this.exhausted)
        throw new LockWaitError(
          `${what} is locked by others: ${by}; waited ${Math.round(this.spentMs / 1000)} s (LOCK_WAIT_SECONDS)`,
          'have those sessions end their transactions, or end them (pg_terminate_backend), then run again; what was not locked is done',
        );
      this.log.info(
        { what, holders, waitedSeconds: Math.round(this.spentMs / 1000) },
        `waiting for a lock: ${by}`,
      );
      this.show(`waits for a lock: ${by}`);
      this.toldAtMs = this.spentMs + 30_000;
    }
    const began = Date.now();
    await sleep(pauseMs, undefined, { signal: this.signal }).catch(() => undefined);
    this.spentMs += Date.now() - began;
    checkStopped({ signal: this.signal });
  }
}

/**
 * At the beginning of a transaction: takes the tables that it will write, against others' writing and reshaping, so that
 * it waits for no other session later, when it holds what others need. Fails fast (55P03) where one of them is locked.
 */
export async function claim(
  warehouse: Session,
  relations: readonly string[],
  thenMs: number = attemptMs,
): Promise<void> {
  await warehouse.query("select set_config('lock_timeout', $1, true)", [`${attemptMs}ms`]);
  const present = await warehouse.rows<{ name: string }>(
    `select name from unnest($1::text[]) as name join pg_class on pg_class.oid = to_regclass(name) where relkind in ('r', 'p')`,
    [relations],
  );
  if (present.length > 0)
    await warehouse.query(
      `lock table ${present.map(({ name }) => quoteIdentifier(name)).join(', ')} in row exclusive mode`,
    );
  if (thenMs !== attemptMs)
    await warehouse.query("select set_config('lock_timeout', $1, true)", [`${Math.ceil(thenMs)}ms`]);
}

/** What every transaction of a run may write of the ledger. */
export const ledgerTables = [
  'runs',
  'loads',
  'publications',
  'published_slices',
  'check_results',
  'watermarks',
  'id_observations',
  'quarantine',
  'future_rows',
  'stale_slices',
  'metric_tables',
].map((name) => `etl.${name}`);

/** Work that can as well be left to the next run: does it unless what it needs is locked. */
export async function unlessLocked(
  warehouse: Session,
  log: Logger,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await warehouse.transaction(async () => {
      await claim(warehouse, []);
      await work();
    }, null);
  } catch (error) {
    if (!isLockError(error)) throw error;
    log.info('statistics or comments of a table are left to the next run: another session has it locked');
  }
}

/** Lets a transaction begin when no lock keeps it from writing the ledger and `relations`, the facts it is about. */
export class LockGate implements UnitGate {
  private relations: readonly string[] = [];

  constructor(
    private readonly warehouse: Session,
    private readonly patience: LockPatience,
  ) {}

  readonly enter = () => claim(this.warehouse, this.claimed, this.patience.leftMs);

  readonly again = async (error: unknown, since: number): Promise<boolean> => {
    if (!isLockError(error)) return false;
    const what = this.relations[0] ?? 'the ledger';
    await this.patience.pause(this.warehouse, what, this.claimed, since);
    return true;
  };

  /** From now on transactions write these facts too. */
  claim(relations: readonly string[]): void {
    this.relations = relations;
  }

  release(): void {
    this.relations = [];
  }

  private get claimed(): readonly string[] {
    return [...ledgerTables, ...this.relations];
  }
}
