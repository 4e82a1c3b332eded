import { setTimeout as sleep } from 'node:timers/promises';
import { allJobs } from '@acme/jobs';
import type { Finished, Running } from '@acme/testing';
import type { Chance } from '../chance';
import { disturbances, moment, NotStoppedError, type Disturbance, type Scene } from './disturbances';
import { HalfOpenProxy } from '../world/half-open-proxy';
import { cli, environmentFor, type Stage } from '../world/stage';
import { Watch, type JobSession } from '../world/watch';

export interface Delivered {
  readonly disturbance: string;
  readonly at: string;
  readonly exit: string;
  /** How long the process went on after it, in seconds. */
  readonly seconds: number;
}

export interface AttemptResult {
  readonly delivered: readonly Delivered[];
  /** What must not happen however a run is disturbed. */
  readonly faults: readonly string[];
}

const jobs = allJobs.map(({ name }) => name);

/** Nothing that is done to a run may make it go on for longer. */
const endSeconds = 240;

/** Done, database unavailable, lock held, stopped; killed by our own signal. Anything else is a fault of the engine. */
const allowed = new Set<number | NodeJS.Signals | null>([0, 69, 75, 143, 'SIGKILL']);

/** Runs all jobs once, in one process or in one each at the same time, and disturbs each process once. */
export async function attempt(stage: Stage, chance: Chance, now: string): Promise<AttemptResult> {
  const proxy = await HalfOpenProxy.to(stage.server.url('postgres'));
  const watch = new Watch(stage.server.url('postgres'), [stage.source.name, stage.disturbed.name]);
  const environment = environmentFor(stage, stage.disturbed, now, (url) => proxy.through(url));
  try {
    const together = chance.next() < 0.4;
    const processes = (together ? ['all'] : jobs).map((name) => ({
      name,
      // Of its own: which process asks first is up to the clock.
      chance: chance.child(),
      disturbance: chance.pick(
        together ? disturbances : disturbances.filter(({ wholeServer }) => !wholeServer),
      ),
      running: cli.start(environment, ['run', name]),
    }));
    const results = await Promise.all(
      processes.map(({ name, disturbance, running, chance: own }) => {
        const mine = ({ application }: JobSession) =>
          name === 'all'
            ? ['acme-etl', ...jobs].some((each) => application.startsWith(each))
            : application.startsWith(name);
        const over = running.finished;
        return disturb({ chance: own, server: stage.server, watch, proxy, running, mine, over }, disturbance);
      }),
    );
    return {
      delivered: results.flatMap(({ delivered }) => delivered),
      faults: results.flatMap(({ faults }) => faults),
    };
  } finally {
    await watch.close();
    await proxy.close();
  }
}

async function disturb(scene: Scene, { name, deliver }: Disturbance): Promise<AttemptResult> {
  const faults: string[] = [];
  const found = await moment(scene);
  const since = Date.now();
  if (found)
    await deliver(scene, found.session).catch((error: unknown) => {
      if (!(error instanceof NotStoppedError)) throw error;
      faults.push(`${name} at ${found.at} (${found.session.application}): ${error.message}`);
      scene.running.child.kill('SIGKILL');
    });
  const finished = await ended(scene.running);
  if (!finished) {
    faults.push(`${name} at ${found?.at ?? 'no time'}: at work ${endSeconds} s later`);
    scene.running.child.kill('SIGKILL');
    await scene.running.finished;
    return { delivered: [], faults };
  }
  if (!allowed.has(finished.code ?? finished.signal))
    faults.push(
      `${name} at ${found?.at ?? 'no time'} (${found?.session.application}): exit ${finished.code}: ${lastWords(finished)}`,
    );
  const exit = String(finished.code ?? finished.signal);
  const seconds = (Date.now() - since) / 1000;
  return { delivered: found ? [{ disturbance: name, at: found.at, exit, seconds }] : [], faults };
}

async function ended(running: Running): Promise<Finished | undefined> {
  return Promise.race([running.finished, sleep(endSeconds * 1000, undefined, { ref: false })]);
}

const lastWords = ({ stderr, stdout }: Finished) => (stderr.trim() || stdout.trim()).slice(-600);
