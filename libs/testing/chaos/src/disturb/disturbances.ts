import { setTimeout as sleep } from 'node:timers/promises';
import { query, type Running } from '@acme/testing';
import type { Chance } from '../chance';
import { failpoints } from './failpoints';
import type { HalfOpenProxy } from '../world/half-open-proxy';
import type { ChaosServer } from '../world/server';
import type { JobSession, Watch } from '../world/watch';

/** A process at work, and what can be done to it. */
export interface Scene {
  readonly chance: Chance;
  readonly server: ChaosServer;
  readonly watch: Watch;
  readonly proxy: HalfOpenProxy;
  readonly running: Running;
  /** Whether a session is one of this process. */
  readonly mine: (session: JobSession) => boolean;
  /** Resolves when the process has ended. */
  readonly over: Promise<unknown>;
}

export interface Disturbance {
  readonly name: string;
  /** Whether it concerns the whole server, so that nothing else is disturbed at the same time. */
  readonly wholeServer?: true;
  /** Does it at that moment; undefined when the process had ended before. */
  readonly deliver: (scene: Scene, session: JobSession) => Promise<void>;
}

/** A stop takes 5 s in every state; a busy machine is allowed some more. */
export const stopSeconds = 20;

const onServer = (scene: Scene, sql: string, pid: number) =>
  query(scene.server.url('postgres'), sql, [pid]).catch(() => undefined);

const signal = (pid: number, name: NodeJS.Signals) => {
  try {
    process.kill(pid, name);
  } catch {
    // The backend has just ended.
  }
};

export const disturbances: readonly Disturbance[] = [
  { name: 'SIGKILL', deliver: async ({ running }) => void running.child.kill('SIGKILL') },
  { name: 'SIGTERM', deliver: (scene) => stops(scene) },
  {
    name: 'pg_terminate_backend',
    deliver: async (scene, { pid }) => void (await onServer(scene, 'select pg_terminate_backend($1)', pid)),
  },
  {
    name: 'pg_cancel_backend',
    deliver: async (scene, { pid }) => void (await onServer(scene, 'select pg_cancel_backend($1)', pid)),
  },
  { name: 'immediate restart', wholeServer: true, deliver: ({ server }) => server.restartImmediately() },
  {
    name: 'a backend killed, and all with it',
    wholeServer: true,
    deliver: async ({ server }, { pid }) => {
      signal(pid, 'SIGKILL');
      await sleep(50);
      while (!(await query(server.url('postgres'), 'select').then(Boolean, () => false))) await sleep(20);
    },
  },
  {
    name: 'frozen sockets, then SIGTERM',
    wholeServer: true,
    deliver: async (scene) => {
      scene.proxy.freeze();
      await stops(scene);
    },
  },
  {
    name: 'frozen sockets for seconds',
    wholeServer: true,
    deliver: async ({ proxy, chance }) => {
      proxy.freeze();
      await sleep(500 + chance.below(2_500));
      proxy.thaw();
    },
  },
  {
    name: 'SIGSTOP of a backend, then SIGTERM',
    deliver: async (scene, { pid }) => {
      signal(pid, 'SIGSTOP');
      try {
        await stops(scene);
      } finally {
        signal(pid, 'SIGCONT');
      }
    },
  },
  {
    name: 'SIGSTOP of a backend for seconds',
    deliver: async ({ chance }, { pid }) => {
      signal(pid, 'SIGSTOP');
      await sleep(500 + chance.below(2_500));
      signal(pid, 'SIGCONT');
    },
  },
];

/** Asks the process to stop and insists that it does in time. */
async function stops({ running, over }: Scene): Promise<void> {
  running.child.kill('SIGTERM');
  const inTime = await Promise.race([
    over.then(() => true),
    sleep(stopSeconds * 1000, false, { ref: false }),
  ]);
  if (!inTime) throw new NotStoppedError(`not stopped ${stopSeconds} s after SIGTERM`);
}

export class NotStoppedError extends Error {
  override readonly name = 'NotStoppedError';
}

/** Waits for the moment of a disturbance: a named failpoint, or some time after the first session. */
export async function moment(scene: Scene): Promise<{ at: string; session: JobSession } | undefined> {
  const { chance, watch, mine, over } = scene;
  if (chance.next() < 0.65) {
    const failpoint = chance.pick(failpoints);
    // Not always the first one: which is passed over is up to chance as well.
    let skip = chance.below(4);
    let last = '';
    const session = await watch.until((each) => {
      if (!mine(each) || !failpoint.matches(each)) return false;
      if (each.application !== last) skip--;
      last = each.application;
      return skip < 0;
    }, over);
    return session && { at: failpoint.name, session };
  }
  if (!(await watch.until(mine, over))) return undefined;
  await Promise.race([over, sleep(chance.below(2_500))]);
  const session = await watch.until(mine, over);
  return session && { at: 'a random time', session };
}
