import { setTimeout as sleep } from 'node:timers/promises';
import { differences, disagreements, dropDatabase, type TestDatabase } from '@acme/testing';
import { attempt, type Delivered } from './disturb/attempt';
import { Chance } from './chance';
import { changeAll, changeMeanwhile } from './world/changes';
import { leftovers } from './judge/leftovers';
import { picture } from './judge/picture';
import { changedAt, cli, environmentFor, goOn, nowOf, openStage, type Stage } from './world/stage';

/** Disturbed runs between two comparisons. */
const attemptsInRound = 6;

/** What came of the disturbances on one server. */
export interface Campaign {
  readonly version: number;
  readonly rounds: number;
  readonly delivered: readonly Delivered[];
  /** Differences from the twin or from the independent computation, things left behind, faults of processes. */
  readonly findings: readonly string[];
}

/** Rounds of changes, disturbed runs and a comparison, until `wanted` disturbances were delivered. */
export async function campaign(
  version: number,
  { disturbances: wanted, seed }: { readonly disturbances: number; readonly seed: number },
  say: (text: string) => void,
): Promise<Campaign> {
  const chance = new Chance(seed * 1_000 + version);
  const stage = await openStage(version, seed);
  const delivered: Delivered[] = [];
  const findings: string[] = [];
  const note = (round: number, texts: readonly string[]) => {
    for (const text of texts) {
      findings.push(`round ${round}, ${stage.legacy ? 'legacy' : 'v2'}: ${text}`);
      say(`FOUND ${findings.at(-1)}`);
    }
  };
  let round = 0;
  try {
    for (; delivered.length < wanted; round++) {
      await change(stage, chance, round);
      const now = nowOf(stage, round);
      for (let nth = 1; nth <= attemptsInRound && delivered.length < wanted; nth++) {
        const result = await attempt(stage, chance, now);
        delivered.push(...result.delivered);
        note(round, result.faults);
        if (chance.next() < 0.3)
          await changeMeanwhile(stage.source.url, chance, changedAt(stage, round, nth));
      }
      note(round, await compare(stage, now));
      say(
        `PostgreSQL ${version}, round ${round}: ${delivered.length} disturbances, ${findings.length} findings`,
      );
    }
    return { version, rounds: round, delivered, findings };
  } finally {
    for (const database of [stage.source, stage.disturbed, stage.twin])
      await dropDatabase(stage.server, database);
    await stage.server.release();
  }
}

/** The first round is a first load; the others find days passed, rows changed, now and then another generation. */
async function change(stage: Stage, chance: Chance, round: number): Promise<void> {
  if (round === 0) return;
  if (chance.next() < 0.4) await goOn(stage, 1);
  await changeAll(stage.source.url, chance, changedAt(stage, round));
  if (chance.next() < 0.15) {
    stage.legacy = !stage.legacy;
    // The old tables follow the new ones when the shop goes on.
    await goOn(stage, 1);
  }
}

/** Runs the disturbed warehouse and its twin in peace, and tells what differs. */
async function compare(stage: Stage, now: string): Promise<string[]> {
  const found = [
    ...(await runInPeace(stage, stage.disturbed, now)),
    ...(await runInPeace(stage, stage.twin, now)),
  ];
  const unlike = differences(await picture(stage.disturbed.url), await picture(stage.twin.url), [
    'the disturbed warehouse',
    'its twin',
  ]);
  for (const [table, lines] of Object.entries(unlike)) found.push([table, ...lines].join('\n  '));
  const flags = { legacyEtl: stage.legacy, v1Schema: stage.legacy };
  const wrong = await disagreements(stage.source.url, stage.disturbed.url, 'UTC', now, flags);
  for (const [table, lines] of Object.entries(wrong))
    found.push([`${table} and its independent computation`, ...lines].join('\n  '));
  const databases = [stage.source.url, stage.disturbed.url, stage.twin.url];
  found.push(...(await leftovers(stage.server.url('postgres'), databases)));
  return found;
}

/** A lost session's lock goes when the server notices: a run that finds it held is repeated for a while. */
async function runInPeace(stage: Stage, warehouse: TestDatabase, now: string): Promise<string[]> {
  const environment = environmentFor(stage, warehouse, now);
  for (const deadline = Date.now() + 120_000; ; await sleep(500)) {
    const { code, stderr, stdout } = await cli.run(environment, ['run', 'all']);
    if (code === 0) return [];
    if (code !== 75 || Date.now() > deadline)
      return [`a run in peace ended ${code}: ${(stderr.trim() || stdout.trim()).slice(-600)}`];
  }
}
