import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** Holds a lock on a table so that a run stops at the step that needs it. */
export async function hold(url: string, table: string, mode: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  // A failed test drops the database under it.
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`begin; lock table ${table} in ${mode} mode`);
  return client;
}

/** Waits until a run is at a step of that name; with `locked`, until it waits for a lock there. */
export async function waitForStep(url: string, step: RegExp, locked = true): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const deadline = Date.now() + 90_000; Date.now() < deadline; await sleep(2)) {
      const { rows } = await client.query<{ application_name: string; wait_event_type: string }>(
        'select application_name, wait_event_type from pg_stat_activity where datname = current_database()',
      );
      if (rows.some((row) => step.test(row.application_name) && (!locked || row.wait_event_type === 'Lock')))
        return;
    }
  } finally {
    await client.end();
  }
  throw new Error(`no run came to ${step}`);
}
