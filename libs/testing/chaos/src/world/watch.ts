import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** A session of a job as pg_stat_activity shows it. */
export interface JobSession {
  readonly pid: number;
  readonly application: string;
  readonly state: string | null;
  readonly inTransaction: boolean;
}

const sessionsSql = `
  select pid, application_name as application, state, xact_start is not null as "inTransaction"
  from pg_stat_activity
  where datname = any ($1) and pid <> pg_backend_pid() and backend_type = 'client backend'`;

/** Watches the sessions of some databases from outside; a server that goes away meanwhile shows none. */
export class Watch {
  #client: Client | undefined;
  #asked: Promise<JobSession[]> | undefined;

  constructor(
    private readonly url: string,
    private readonly databases: readonly string[],
  ) {}

  /** Several may ask at once; they get one answer. */
  sessions(): Promise<JobSession[]> {
    this.#asked ??= this.#ask().finally(() => (this.#asked = undefined));
    return this.#asked;
  }

  async #ask(): Promise<JobSession[]> {
    try {
      const client = await this.#connected();
      return (await client.query<JobSession>(sessionsSql, [this.databases])).rows;
    } catch {
      await this.close();
      return [];
    }
  }

  /** The sessions of the first moment at which one matches; undefined when `over` comes first. */
  async until(
    matches: (session: JobSession) => boolean,
    over: Promise<unknown>,
  ): Promise<JobSession | undefined> {
    let ended = false;
    void over.then(() => (ended = true));
    while (!ended) {
      const found = (await this.sessions()).find(matches);
      if (found) return found;
      await sleep(2);
    }
    return undefined;
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  async #connected(): Promise<Client> {
    if (this.#client) return this.#client;
    const client = new Client({ connectionString: this.url });
    client.on('error', () => undefined);
    await client.connect();
    return (this.#client = client);
  }
}
