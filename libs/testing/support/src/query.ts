import pg, { type QueryResultRow } from 'pg';

/** Runs one statement on a connection of its own and gives its rows (the last ones of several statements). */
export async function query<Row extends QueryResultRow = QueryResultRow>(
  url: string,
  sql: string,
  parameters?: readonly unknown[],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result: pg.QueryResult<Row> | pg.QueryResult<Row>[] = await client.query<Row>(
      sql,
      parameters && [...parameters],
    );
    return Array.isArray(result) ? (result.at(-1)?.rows ?? []) : result.rows;
  } finally {
    await client.end();
  }
}
