import { builtApp, createDatabase, dropDatabase, environmentOf, testServer } from '@acme/testing';
import { disagreements } from '../support/disagreements';
import { Chance } from '../support/chance';
import { RandomSource } from '../support/random-source';

const app = builtApp('cli');
const hour = 3_600_000;
const day = 24 * hour;
const rounds = Number(process.env.RANDOM_ROUNDS ?? 6);

/**
 * Rows nobody would think of, changed again and again while time goes on by minutes, hours and weeks: after
 * every incremental run every table is what an independent computation makes of the sources.
 */
it.each([
  { zone: 'UTC', seed: Number(process.env.RANDOM_SEED ?? 11) },
  { zone: 'America/New_York', seed: Number(process.env.RANDOM_SEED ?? 12) },
])('stays right in $zone through rounds of random changes (seed $seed)', async ({ zone, seed }) => {
  const server = await testServer(process.env.TEST_DATABASE_URL);
  const source = await createDatabase(server);
  const warehouse = await createDatabase(server);
  try {
    const chance = new Chance(seed);
    let now = Date.parse('2026-10-28T13:00:00Z');
    const random = new RandomSource(source.url, chance, now - 200 * day, now);
    await random.fill();
    for (let round = 0; round <= rounds; round++) {
      const at = new Date(now).toISOString();
      await app.runWell(
        environmentOf(
          { source, warehouse },
          { REPORTING_TIMEZONE: zone, RUN_NOW: at, QUARANTINE_LIMIT: '1' },
        ),
        ['run', 'all'],
      );
      const found = await disagreements(source.url, warehouse.url, zone, at);
      expect({ round, at, found }).toEqual({ round, at, found: {} });
      now += chance.pick([hour / 6, 3 * hour, 11 * hour, 26 * hour, 3 * day, 9 * day]);
      await random.change(now);
    }
  } finally {
    await dropDatabase(server, warehouse);
    await dropDatabase(server, source);
    await server.release();
  }
});
