import type { Client, Connection, FieldDef, Submittable } from 'pg';
import { dropConnection, socketOf } from './end-connection';

/** The first rows of a statement, as the server writes them. */
export interface BoundedRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** There are more that were not read. */
  readonly more: boolean;
}

export interface Bounds {
  readonly rows: number;
  /** About how many bytes of text; one page of rows may go beyond it. */
  readonly bytes: number;
}

const pageRows = 100;

/**
 * Runs exactly one statement, by the extended protocol, and reads its first rows: the server refuses a second statement
 * (42601), and computes no more rows than are read. The caller holds the transaction.
 * @throws what the server says, as it says it
 */
export async function readBounded(client: Client, sql: string, bounds: Bounds): Promise<BoundedRows> {
  const release = failOnUnreadable(client);
  try {
    return await new Promise(
      (resolve, reject) => void client.query(new BoundedRead(sql, bounds, resolve, reject)),
    );
  } finally {
    release();
  }
}

/**
 * The driver throws where it cannot be caught when a value is longer than a string can be (ERR_STRING_TOO_LONG). Until
 * `release` the statement fails by it instead, and the connection is let go: what else comes cannot be read.
 */
function failOnUnreadable(client: Client): () => void {
  const socket = socketOf(client);
  const readers = socket.listeners('data') as ((chunk: Buffer) => void)[];
  const guarded = (chunk: Buffer) => {
    try {
      for (const reader of readers) reader(chunk);
    } catch (error) {
      dropConnection(client, error as Error);
    }
  };
  for (const reader of readers) socket.off('data', reader);
  socket.on('data', guarded);
  return () => {
    socket.off('data', guarded);
    for (const reader of readers) socket.on('data', reader);
  };
}

/** What the driver asks of a statement of one's own making. It holds no more than the bounds, and a page. */
class BoundedRead implements Submittable {
  readonly #rows: (string | null)[][] = [];
  #columns: string[] = [];
  #bytes = 0;
  #more = false;

  constructor(
    private readonly text: string,
    private readonly bounds: Bounds,
    private readonly resolve: (rows: BoundedRows) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  submit(connection: Connection): void {
    connection.parse({ text: this.text, name: '', types: [] }, true);
    connection.bind({}, true);
    connection.describe({ type: 'P', name: '' }, true);
    this.#readOn(connection);
  }

  /** One more than the bound tells whether there are more. */
  #readOn(connection: Connection): void {
    const rows = Math.min(pageRows, this.bounds.rows + 1 - this.#rows.length);
    // The driver writes a number; its types say otherwise.
    connection.execute({ portal: '', rows: rows as unknown as string }, true);
    connection.flush();
  }

  handleRowDescription({ fields }: { fields: FieldDef[] }): void {
    this.#columns = fields.map(({ name }) => name);
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    this.#more ||= this.#rows.length >= this.bounds.rows || this.#bytes >= this.bounds.bytes;
    if (this.#more) return;
    this.#rows.push(fields);
    for (const cell of fields) this.#bytes += Buffer.byteLength(cell ?? '');
  }

  handlePortalSuspended(connection: Connection): void {
    this.#more ||= this.#bytes >= this.bounds.bytes;
    if (this.#more) connection.sync();
    else this.#readOn(connection);
  }

  handleCommandComplete(_message: unknown, connection: Connection): void {
    connection.sync();
  }

  handleEmptyQuery(connection: Connection): void {
    connection.sync();
  }

  handleCopyInResponse(connection: Connection & { sendCopyFail(message: string): void }): void {
    connection.sendCopyFail('nothing is copied here');
  }

  handleCopyData(): void {
    // Not kept: no statement that is read by rows copies.
  }

  handleReadyForQuery(): void {
    this.resolve({ columns: this.#columns, rows: this.#rows, more: this.#more });
  }

  /** After an error of its own the server waits for the end of the exchange; a lost connection has none. */
  handleError(error: Error, connection: Connection): void {
    if ('severity' in error) connection.sync();
    this.reject(error);
  }
}
